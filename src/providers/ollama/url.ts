/** Where Ollama listens when nobody says otherwise. */
const DEFAULT_PORT = "11434";

/**
 * The URL that `OLLAMA_HOST` stands for: Ollama takes a host, a port, both, or a URL. An address that means
 * "all of this machine's" is a server's word; a client goes to this machine.
 *
 * @returns The text as it is where it makes no URL, for whoever refuses it.
 */
export function ollamaUrl(host: string): string {
  const hasScheme = /^https?:\/\//iu.test(host);
  const url = URL.parse(
    hasScheme ? host : `http://${host.startsWith(":") ? "127.0.0.1" : ""}${host}`,
  );
  if (url === null) return host;
  if (!hasScheme && !/:\d+(?:\/|$)/u.test(host)) url.port = DEFAULT_PORT;
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/u, "");
}
