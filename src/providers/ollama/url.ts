const DEFAULT_PORT = "11434";

/**
 * Returns the URL for a value of `OLLAMA_HOST`: a host, a port, both, or a URL. The address for all interfaces only
 * makes sense to a server; it becomes the loopback address.
 *
 * @returns The value itself if it is not valid.
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
