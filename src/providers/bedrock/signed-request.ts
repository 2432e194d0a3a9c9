import { asCount, asText, dig } from "../../wire/index.ts";
import type { SendSigned } from "./client.ts";
import { type BedrockSettings, secretsOf } from "./settings.ts";
import type { Fetch, Line } from "../http/exchange.ts";
import type { Attempt } from "../provider.ts";

/** A request that AWS's SDK builds and signs, and that is sent as every provider's is. */
export interface SignedRequest {
  /** Knows the address and the signature, which is a secret, when the request is there. */
  readonly line: Line;
  send(fetch: Fetch): Promise<void>;
}

/** @param sign Builds and signs, and has the request sent. */
export function signedRequest(
  attempt: Attempt,
  settings: BedrockSettings,
  sign: (send: SendSigned) => Promise<void>,
): SignedRequest {
  const secrets = secretsOf(settings);
  const line = { baseUrl: "", fetch: settings.fetch, secrets };
  return {
    line,
    send: (fetch) =>
      sign((request) => {
        const { url, ...parts } = readRequest(request);
        line.baseUrl = url.origin;
        // First, as they are the longest: a part that is cut out would hide the whole.
        secrets.unshift(...secretsIn(parts.headers));
        return fetch(url, { ...parts, signal: attempt.signal });
      }),
  };
}

/** A request as the SDK writes it, for `fetch`. */
function readRequest(request: unknown) {
  const port = asCount(dig(request, "port"));
  const [protocol, hostname, path] = ["protocol", "hostname", "path"].map(
    (part) => asText(dig(request, part)) ?? "",
  );
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, text] of textsIn(dig(request, "query"))) url.searchParams.append(name, text);
  const body = dig(request, "body");
  return {
    url,
    method: asText(dig(request, "method")) ?? "",
    headers: new Headers(textsIn(dig(request, "headers"))),
    // Plain bytes: the SDK's own complain when they are taken for text.
    body: body instanceof Uint8Array ? new Uint8Array(body) : (asText(body) ?? null),
  };
}

function textsIn(given: unknown): [name: string, text: string][] {
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).map(([name, value]) => [name, asText(value) ?? ""]);
}

/** What would let somebody else make a request: AWS repeats it where it does not agree with a signature. */
function secretsIn(headers: Headers): string[] {
  const authorization = headers.get("authorization") ?? "";
  const [, proof = ""] = /(?:Signature=|^Bearer )(.+)$/u.exec(authorization) ?? [];
  return [authorization, proof, headers.get("x-amz-security-token") ?? ""];
}
