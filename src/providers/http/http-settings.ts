/** Settings of every provider over HTTP. */
export interface HttpSettings {
  /** The base URL of the API; each provider documents which path it includes. */
  readonly baseUrl?: string | undefined;
  /** For tests and proxies. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Settings of providers with an SDK. */
export interface SdkSettings extends HttpSettings {
  /** Servers without authentication accept any string; it must not be empty. */
  readonly apiKey: string;
  /**
   * The decoder of answers: `own` is this package, read by read; `sdk` is the iterator of the provider's SDK, for
   * comparison. If an SDK drops `[DONE]` or an error outside of events, the answer is `truncated`. If it rejects
   * something, such as an empty `data:` field sent as a keep-alive, the answer fails. An SDK also hides the boundaries
   * of reads, and rounds long integers in arguments that are sent as JSON values.
   *
   * @defaultValue `"own"`
   */
  readonly decode?: "own" | "sdk" | undefined;
}

/**
 * Rejects base URLs with credentials: `fetch` does too, and errors, traces and recordings would repeat them.
 *
 * @throws {TypeError} When it is not an http(s) URL, or has a user, a password or a query. The message does not
 * repeat a possible password.
 */
export function requireHttpUrl(url: string): void {
  const parsed = URL.parse(url);
  if (parsed !== null && `${parsed.username}${parsed.password}${parsed.search}` !== "") {
    throw new TypeError(
      "Cannot call the provider as baseUrl must be without user, password and query: set the key separately",
    );
  }
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return;
  const shown = /@/u.test(url) ? "hidden, as it has a user" : `"${url}"`;
  throw new TypeError(
    `Cannot call the provider as baseUrl must be an http or https URL: current value is ${shown}`,
  );
}

/** @throws {TypeError} When the key is empty. */
export function requireKey(apiKey: string, variable: string): void {
  if (apiKey !== "") return;
  throw new TypeError(`Cannot call the provider as apiKey must not be empty: set ${variable}`);
}
