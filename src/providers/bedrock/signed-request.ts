import { asCount, asText, dig } from "../../wire/index.ts";
import { type BedrockSettings, secretsOf } from "./settings.ts";
import type { Fetch, Endpoint } from "../http/send-request.ts";
import type { Attempt } from "../provider.ts";

/** Takes a request as AWS's SDK writes it. */
export type SendSigned = (request: unknown) => Promise<unknown>;

/** Never asked to send, only which names of headers its protocol has: those of HTTP/2 are not for `fetch`. */
const HTTP_1 = {
  metadata: { handlerProtocol: "http/1.1" },
  handle: () => Promise.reject(new Error("Not sent by the SDK")),
};

/**
 * What a client out of AWS's SDK is made with: it finds credentials and region where it is not given any, and
 * keeps them.
 *
 * @param endpoint Where it asks; the region's own address where it is `undefined`.
 */
export function bedrockClientOptions(settings: BedrockSettings, endpoint: string | undefined) {
  const { region, profile, apiKey, credentials } = settings;
  return {
    // Retries are the session's.
    maxAttempts: 1,
    requestHandler: HTTP_1,
    // The SDK would keep the slash before its own.
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/\/+$/u, "") }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
    ...(apiKey === undefined
      ? {}
      : { token: { token: apiKey }, authSchemePreference: ["httpBearerAuth"] }),
  };
}

/** Where a client's steps end with ours: behind the signature. AWS's own package for signed URLs does it so. */
export const SENDING = { step: "deserialize", priority: "high", name: "millraceSend" } as const;

/** The step that sends, in place of the SDK's own, and gives the SDK an output of the type that it expects. */
export function sendingStep<Output>(send: SendSigned, output: Output) {
  return () =>
    async ({ request }: { readonly request: unknown }) => {
      await send(request);
      return { response: undefined, output };
    };
}

/** A request that AWS's SDK builds and signs, and that is sent as every provider's is. */
export interface SignedRequest {
  /** Knows the address and the signature, which is a secret, when the request is there. */
  readonly endpoint: Endpoint;
  send(fetch: Fetch): Promise<void>;
}

/** @param sign Builds and signs, and has the request sent. */
export function signedRequest(
  attempt: Attempt,
  settings: BedrockSettings,
  sign: (send: SendSigned) => Promise<void>,
): SignedRequest {
  const secrets = secretsOf(settings);
  const endpoint = { baseUrl: "", fetch: settings.fetch, secrets };
  return {
    endpoint,
    send: (fetch) =>
      sign((request) => {
        const { url, ...parts } = readRequest(request);
        endpoint.baseUrl = url.origin;
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
