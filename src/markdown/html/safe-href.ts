const WEB: readonly string[] = ["https:", "http:"];

/** Parsers of URLs also accept quotes and parentheses in a host, which no host has. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/u;

/**
 * Returns the URL of a link as a browser would open it, if that is safe for any reader: `https`, `http` or `mailto`,
 * absolute, without user name and password. Otherwise `undefined`: show the link as text.
 *
 * The platform's URL parser decides, so that its normalization is the browser's: control characters and spaces around
 * the URL, tabs and line feeds in it, case, backslashes. Names in other alphabets become `xn--…`, and cannot pass for
 * others. User names are refused because only deception needs them: `https://bank.example@evil.example`. Relative URLs
 * are, because where they lead depends on the page that shows the answer.
 *
 * @see {@link https://url.spec.whatwg.org/#concept-basic-url-parser}
 *
 * @example
 * ```ts
 * safeHref("HTTPS://example.com/a b"); // "https://example.com/a%20b"
 * safeHref("java\nscript:alert(1)"); // undefined
 * ```
 */
export function safeHref(href: string): string | undefined {
  const url = URL.parse(href);
  if (url?.protocol === "mailto:") return url.href;
  if (url === null || !WEB.includes(url.protocol) || !HOST.test(url.hostname)) return undefined;
  return url.username === "" && url.password === "" ? url.href : undefined;
}
