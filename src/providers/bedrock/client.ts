import type { BedrockSettings } from "./settings.ts";

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
