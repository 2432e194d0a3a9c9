import type { ConverseInput } from "./bedrock-converse-request.ts";
import type { BedrockSettings } from "./bedrock-settings.ts";
import { optionalPackage } from "./optional-package.ts";

/** One of Bedrock's operations, and what it is given. */
export type BedrockCall =
  | { readonly operation: "converse"; readonly stream: boolean; readonly input: ConverseInput }
  | {
      readonly operation: "invoke";
      readonly stream: boolean;
      readonly modelId: string;
      /** JSON, as the model's maker wants it. */
      readonly body: string;
    };

/**
 * Builds and signs the request of a call, and has it sent.
 *
 * @param send Is given the request as the SDK writes it.
 * @throws {Error} Where there are no credentials or no region; and what `send` throws.
 */
export type BedrockSigner = (
  call: BedrockCall,
  send: (request: unknown) => Promise<unknown>,
) => Promise<void>;

/** Never asked to send, only which names of headers its protocol has: those of HTTP/2 are not for `fetch`. */
const HTTP_1 = {
  metadata: { handlerProtocol: "http/1.1" },
  handle: () => Promise.reject(new Error("Not sent by the SDK")),
};

/**
 * Bedrock's client out of AWS's SDK, which is loaded only here. It finds credentials and region where it is
 * not given any, and keeps them.
 *
 * @throws {StreamError} `unexpected`, with what to install, when the SDK is not there.
 */
export async function bedrockSigner(settings: BedrockSettings): Promise<BedrockSigner> {
  const { baseUrl, region, profile, apiKey, credentials } = settings;
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock-runtime",
    () => import("@aws-sdk/client-bedrock-runtime"),
  );
  const client = new sdk.BedrockRuntimeClient({
    // Retries are the session's.
    maxAttempts: 1,
    requestHandler: HTTP_1,
    ...(baseUrl === undefined ? {} : { endpoint: baseUrl }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
    ...(apiKey === undefined
      ? {}
      : { token: { token: apiKey }, authSchemePreference: ["httpBearerAuth"] }),
  });

  /** The SDK's steps up to the signature, and then ours. AWS's own package for signed URLs does it so. */
  function stepsTo(send: (request: unknown) => Promise<unknown>) {
    const steps = client.middlewareStack.clone();
    steps.add(
      () =>
        async ({ request }) => {
          await send(request);
          return { response: undefined, output: { $metadata: {}, stream: undefined } };
        },
      { step: "deserialize", priority: "high", name: "millraceSend" },
    );
    return steps;
  }

  async function run(call: BedrockCall, steps: ReturnType<typeof stepsTo>): Promise<void> {
    if (call.operation === "converse") {
      const command = call.stream
        ? new sdk.ConverseStreamCommand(call.input)
        : new sdk.ConverseCommand(call.input);
      await command.resolveMiddleware(steps, client.config, {})({ input: command.input });
    } else {
      const { modelId, body } = call;
      const input = { modelId, body, contentType: "application/json" };
      const command = call.stream
        ? new sdk.InvokeModelWithResponseStreamCommand(input)
        : new sdk.InvokeModelCommand(input);
      await command.resolveMiddleware(steps, client.config, {})({ input: command.input });
    }
  }

  return (call, send) => run(call, stepsTo(send));
}
