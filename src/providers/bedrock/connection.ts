import type { OpenResponse } from "../decode/open-response.ts";
import { openResponse } from "../http/send-request.ts";
import { loadOnce } from "../http/load-once.ts";
import { optionalPackage } from "../http/optional-package.ts";
import type { Attempt } from "../provider.ts";
import type { ConverseInput } from "./converse-request.ts";
import { type BedrockSettings, requireSettings } from "./settings.ts";
import {
  clientOptions,
  SENDING,
  sendingStep,
  type SendSigned,
  signedRequest,
} from "./signed-request.ts";

/** Calls an operation and returns its response. */
export type CallRuntime = (
  attempt: Attempt,
  call: RuntimeCall,
  accepts: readonly string[],
) => Promise<OpenResponse>;

/**
 * A connection to Bedrock's runtime. AWS's SDK, which is loaded by the first call, builds and signs the requests; they
 * are sent like those of every provider.
 *
 * @throws {TypeError} When a setting is an empty string, or the base URL is not an http(s) URL.
 */
export function runtimeConnection(settings: BedrockSettings): CallRuntime {
  requireSettings(settings);
  const signer = loadOnce(() => runtimeSigner(settings));

  return async (attempt, call, accepts) => {
    const sign = await signer();
    attempt.signal.throwIfAborted();
    const { endpoint, send } = signedRequest(attempt, settings, (pass) => sign(call, pass));
    return openResponse(attempt, endpoint, { accepts, send });
  };
}

/** One of Bedrock's operations and its input. */
export type RuntimeCall =
  | { readonly operation: "converse"; readonly stream: boolean; readonly input: ConverseInput }
  | {
      readonly operation: "invoke";
      readonly stream: boolean;
      readonly modelId: string;
      /** JSON for the API of the model's maker. */
      readonly body: string;
    };

/**
 * Builds and signs the request of a call, and passes it to `send`.
 *
 * @throws {Error} When there are no credentials or no region; and what `send` throws.
 */
type SignCall = (call: RuntimeCall, send: SendSigned) => Promise<void>;

/** @throws {StreamError} `unexpected`, with the package to install, when the SDK is missing. */
async function runtimeSigner(settings: BedrockSettings): Promise<SignCall> {
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock-runtime",
    () => import("@aws-sdk/client-bedrock-runtime"),
  );
  const client = new sdk.BedrockRuntimeClient(clientOptions(settings, settings.baseUrl));

  function stepsTo(send: SendSigned) {
    const steps = client.middlewareStack.clone();
    steps.add(sendingStep(send, { $metadata: {}, stream: undefined }), SENDING);
    return steps;
  }

  async function run(call: RuntimeCall, steps: ReturnType<typeof stepsTo>): Promise<void> {
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
