import { asCount, asText, dig } from "../wire/index.ts";
import { type BedrockSettings, requireBedrockSettings, secretsOf } from "./bedrock-settings.ts";
import { type BedrockCall, type BedrockSigner, bedrockSigner } from "./bedrock-signer.ts";
import { openAnswer, type OpenAnswer } from "./exchange.ts";
import type { Attempt } from "./provider.ts";

/** Makes a call, and gives what comes back of the types of content that are taken. */
export type BedrockConnection = (
  attempt: Attempt,
  call: BedrockCall,
  accepts: readonly string[],
) => Promise<OpenAnswer>;

/**
 * Bedrock by AWS's SDK, which is loaded with the first call. The SDK builds the request and signs it; then it
 * is sent as every provider's is.
 *
 * @throws {TypeError} When something that is given is empty, or the base URL is not an http(s) URL.
 */
export function bedrockConnection(settings: BedrockSettings): BedrockConnection {
  requireBedrockSettings(settings);
  const { fetch } = settings;
  let loading: Promise<BedrockSigner> | undefined;

  async function loaded(): Promise<BedrockSigner> {
    try {
      return await (loading ??= bedrockSigner(settings));
    } catch (error) {
      // What was missing may be installed by the next time.
      loading = undefined;
      throw error;
    }
  }

  return async (attempt, call, accepts) => {
    const sign = await loaded();
    attempt.signal.throwIfAborted();
    const secrets = secretsOf(settings);
    const line = { baseUrl: "", fetch, secrets };
    return openAnswer(attempt, line, {
      accepts,
      send: (send) =>
        sign(call, (request) => {
          const { url, headers, body } = readRequest(request);
          line.baseUrl = url.origin;
          // First, as they are the longest: a part that is cut out would hide the whole.
          secrets.unshift(...secretsIn(headers));
          return send(url, { method: "POST", headers, body, signal: attempt.signal });
        }),
    });
  };
}

/** A request as the SDK writes it, for `fetch`. */
function readRequest(request: unknown) {
  const port = asCount(dig(request, "port"));
  const [protocol, hostname, path] = ["protocol", "hostname", "path"].map(
    (part) => asText(dig(request, part)) ?? "",
  );
  const body = dig(request, "body");
  return {
    url: new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`),
    headers: headersIn(dig(request, "headers")),
    // Plain bytes: the SDK's own complain when they are taken for text.
    body: body instanceof Uint8Array ? new Uint8Array(body) : (asText(body) ?? ""),
  };
}

function headersIn(given: unknown): Headers {
  const headers = new Headers();
  if (typeof given !== "object" || given === null) return headers;
  for (const [name, value] of Object.entries(given)) headers.set(name, asText(value) ?? "");
  return headers;
}

/** What would let somebody else make a request: AWS repeats it where it does not agree with a signature. */
function secretsIn(headers: Headers): string[] {
  const authorization = headers.get("authorization") ?? "";
  const [, proof = ""] = /(?:Signature=|^Bearer )(.+)$/u.exec(authorization) ?? [];
  return [authorization, proof, headers.get("x-amz-security-token") ?? ""];
}
