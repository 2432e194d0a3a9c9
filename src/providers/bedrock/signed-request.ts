import { asCount, asText, definedOnly, dig } from "../../wire/index.ts";
import { type BedrockSettings, secretsOf } from "./settings.ts";
import type { Fetch, Endpoint } from "../http/send-request.ts";
import type { Attempt } from "../provider.ts";

/** Sends a request in the form of AWS's SDK. */
export type SendSigned = (request: unknown) => Promise<unknown>;

/** The SDK reads the protocol from it, and never sends with it. `fetch` refuses the header names of HTTP/2. */
const HTTP_1 = {
  metadata: { handlerProtocol: "http/1.1" },
  handle: () => Promise.reject(new Error("Not sent by the SDK")),
};

/**
 * Options for a client of AWS's SDK, which finds and caches credentials and a region that are not set.
 *
 * @param endpoint The URL to call; `undefined` for the region's own.
 */
export function clientOptions(settings: BedrockSettings, endpoint: string | undefined) {
  const { region, profile, apiKey, credentials } = settings;
  return {
    // The session retries.
    maxAttempts: 1,
    requestHandler: HTTP_1,
    ...definedOnly({
      // The SDK would keep the slash and add its own.
      endpoint: endpoint?.replace(/\/+$/u, ""),
      region,
      profile,
      credentials: credentials && definedOnly(credentials),
      token: apiKey === undefined ? undefined : { token: apiKey },
      authSchemePreference: apiKey === undefined ? undefined : ["httpBearerAuth"],
    }),
  };
}

/**
 * A step after the signature that sends instead of the SDK, and returns the given output to it. AWS's package for signed
 * URLs ends the client's steps in the same way.
 */
export function sendingStep<Output>(send: SendSigned, output: Output) {
  const step = () => async (signed: { readonly request: unknown }) => {
    await send(signed.request);
    return { response: undefined, output };
  };
  return [step, { step: "deserialize", priority: "high", name: "millraceSend" }] as const;
}

/**
 * A request that AWS's SDK builds and signs, and this package sends. Its endpoint has the URL and the signature, which
 * is a secret, once the request has been built.
 *
 * @param sign Builds and signs the request, and passes it to `send`.
 */
export function signedRequest(
  attempt: Attempt,
  settings: BedrockSettings,
  sign: (send: SendSigned) => Promise<void>,
): { endpoint: Endpoint; send(fetch: Fetch): Promise<void> } {
  const secrets = secretsOf(settings);
  const endpoint = { baseUrl: "", fetch: settings.fetch, secrets };
  return {
    endpoint,
    send: (fetch) =>
      sign((request) => {
        const { url, ...init } = readRequest(request);
        endpoint.baseUrl = url.origin;
        // The longest secrets come first: removing a part of one would hide the whole from the search.
        secrets.unshift(...secretsIn(init.headers));
        return fetch(url, { ...init, signal: attempt.signal });
      }),
  };
}

/** Converts a request of the SDK for `fetch`. */
function readRequest(request: unknown) {
  const port = asCount(dig(request, "port"));
  const [protocol, hostname, path] = ["protocol", "hostname", "path"].map(
    (part) => asText(dig(request, part)) ?? "",
  );
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, text] of entriesIn(dig(request, "query"))) url.searchParams.append(name, text);
  const body = dig(request, "body");
  return {
    url,
    method: asText(dig(request, "method")) ?? "",
    headers: new Headers(entriesIn(dig(request, "headers"))),
    // A plain copy: the SDK's subclass warns on the console when it is used as a string.
    body: body instanceof Uint8Array ? new Uint8Array(body) : (asText(body) ?? null),
  };
}

function entriesIn(fields: unknown): [name: string, text: string][] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.entries(fields).map(([name, value]) => [name, asText(value) ?? ""]);
}

/** Credentials in the headers. AWS repeats them in the error for a wrong signature. */
function secretsIn(headers: Headers): string[] {
  const authorization = headers.get("authorization") ?? "";
  const [, signature = ""] = /(?:Signature=|^Bearer )(.+)$/u.exec(authorization) ?? [];
  return [authorization, signature, headers.get("x-amz-security-token") ?? ""];
}
