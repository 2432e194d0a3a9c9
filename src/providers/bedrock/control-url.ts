/** The runtime's addresses at AWS, of all its partitions, with FIPS and without. */
const RUNTIME =
  /^bedrock-runtime(?=(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws|api\.aws|api\.amazonwebservices)(?:\.|$))/u;

/** An endpoint of the runtime inside a network of the user's own. The control plane's has a name of its own. */
const INTERFACE = /\.bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.vpce\./u;

/**
 * Where Bedrock's control plane is, which lists models, for somebody who asks the runtime at `baseUrl`: AWS has
 * an address for each, and whoever stands in for AWS, such as a proxy or the simulator, has one for both.
 *
 * @returns `undefined` where it is the region's own address.
 */
export function bedrockControlUrl(baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) return undefined;
  const url = new URL(baseUrl);
  if (INTERFACE.test(url.hostname)) return undefined;
  if (!RUNTIME.test(url.hostname)) return baseUrl;
  url.hostname = url.hostname.replace(RUNTIME, "bedrock");
  return url.href;
}
