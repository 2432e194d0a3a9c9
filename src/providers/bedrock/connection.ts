import type { OpenResponse } from "../decode/open-response.ts";
import { openResponse } from "../http/send-request.ts";
import { loadOnce } from "../http/load-once.ts";
import { optionalPackage } from "../http/optional-package.ts";
import type { Attempt } from "../provider.ts";
import type { ConverseInput } from "./converse-request.ts";
import { type BedrockSettings, requireBedrockSettings } from "./settings.ts";
import {
  bedrockClientOptions,
  SENDING,
  sendingStep,
  type SendSigned,
  signedRequest,
} from "./signed-request.ts";

/** Makes a call, and gives what comes back of the types of content that are taken. */
export type BedrockConnection = (
  attempt: Attempt,
  call: BedrockCall,
  accepts: readonly string[],
) => Promise<OpenResponse>;

/**
 * Bedrock by AWS's SDK, which is loaded with the first call. The SDK builds the request and signs it; then it
 * is sent as every provider's is.
 *
 * @throws {TypeError} When something that is given is empty, or the base URL is not an http(s) URL.
 */
export function bedrockConnection(settings: BedrockSettings): BedrockConnection {
  requireBedrockSettings(settings);
  const signer = loadOnce(() => bedrockSigner(settings));

  return async (attempt, call, accepts) => {
    const sign = await signer();
    attempt.signal.throwIfAborted();
    const { endpoint, send } = signedRequest(attempt, settings, (sendIt) => sign(call, sendIt));
    return openResponse(attempt, endpoint, { accepts, send });
  };
}

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
 * @throws {Error} Where there are no credentials or no region; and what `send` throws.
 */
export type BedrockSigner = (call: BedrockCall, send: SendSigned) => Promise<void>;

/**
 * The client of Bedrock's runtime out of AWS's SDK, which is loaded only here.
 *
 * @throws {StreamError} `unexpected`, with what to install, when the SDK is not there.
 */
export async function bedrockSigner(settings: BedrockSettings): Promise<BedrockSigner> {
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock-runtime",
    () => import("@aws-sdk/client-bedrock-runtime"),
  );
  const client = new sdk.BedrockRuntimeClient(bedrockClientOptions(settings, settings.baseUrl));

  function stepsTo(send: SendSigned) {
    const steps = client.middlewareStack.clone();
    steps.add(sendingStep(send, { $metadata: {}, stream: undefined }), SENDING);
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
