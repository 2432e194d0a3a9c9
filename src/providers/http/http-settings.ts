/** What every provider over HTTP may be told. */
export interface HttpSettings {
  /** Where the API begins; each provider says what belongs to it. */
  readonly baseUrl?: string | undefined;
  /** For tests and proxies. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** What the providers of SDKs may be told beside it. */
export interface SdkSettings extends HttpSettings {
  /** Servers without authentication take any text; it must not be empty. */
  readonly apiKey: string;
  /**
   * What decodes the answer: `own` is this package, read by read; `sdk` is the iterator of the provider's SDK, for
   * comparison. What an SDK drops, such as `[DONE]` or an error outside of events, cannot be reported: then the answer is
   * `truncated`. What it refuses, such as an empty `data:` field as a sign of life, fails. It also
   * hides what a read carried, and rounds long integers in arguments that come as a value.
   *
   * @defaultValue `"own"`
   */
  readonly decode?: "own" | "sdk" | undefined;
}

/**
 * With more in it than an address, no request could be made by `fetch`, and errors, traces and recordings would
 * repeat it: a key has a setting of its own.
 *
 * @throws {TypeError} When the text is not an http(s) URL, or has a user, a password or a query. Does not
 * repeat what may be a password.
 */
export function requireHttpUrl(url: string): void {
  const parsed = URL.parse(url);
  if (parsed !== null && `${parsed.username}${parsed.password}${parsed.search}` !== "") {
    throw new TypeError(
      "Cannot call the provider as baseUrl must be without user, password and query: a key has a setting of its own",
    );
  }
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return;
  const shown = /@/u.test(url) ? "with a user, and not shown" : `"${url}"`;
  throw new TypeError(
    `Cannot call the provider as baseUrl must be an http or https URL: current value is ${shown}`,
  );
}

/** @throws {TypeError} When the key is empty; names the variable that usually holds it. */
export function requireKey(apiKey: string, variable: string): void {
  if (apiKey !== "") return;
  throw new TypeError(`Cannot call the provider as apiKey must not be empty: set ${variable}`);
}
