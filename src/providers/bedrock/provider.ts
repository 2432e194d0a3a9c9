import { answerDecoder } from "../decode/answer-decoder.ts";
import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { loadOnce, optionalPackage } from "../http/optional-package.ts";
import { isJson, openResponse } from "../http/send-request.ts";
import type { Capabilities, Provider } from "../provider.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { awsFraming } from "./aws-framing.ts";
import type { ConverseInput } from "./converse-request.ts";
import type { ModelMakers } from "./model-list.ts";
import { modelLister } from "./models.ts";
import { type BedrockSettings, requireSettings } from "./settings.ts";
import { clientOptions, type SendSigned, sendingStep, signedRequest } from "./signed-request.ts";

/** The parts in which Bedrock's operations differ. */
export interface BedrockParts {
  readonly id: string;
  readonly capabilities: Capabilities;
  readonly makers: ModelMakers;
  call(request: ChatRequest): RuntimeCall;
  /** Decodes `AwsEvent`s. */
  decoder(origin: AnswerOrigin): PayloadDecoder;
  nonStreamingDecoder(origin: AnswerOrigin): PayloadDecoder;
}

/** One of Bedrock's operations and its input. The `body` is JSON for the API of the model's maker. */
type RuntimeCall = { readonly stream: boolean } & (
  | { readonly operation: "converse"; readonly input: ConverseInput }
  | { readonly operation: "invoke"; readonly modelId: string; readonly body: string }
);

/**
 * A provider whose requests AWS's SDK, which is loaded by the first call, builds and signs. They are sent, and their
 * answers decoded, like those of every provider.
 *
 * @throws {TypeError} When a setting is an empty string, or the base URL is not an http(s) URL.
 */
export function operationProvider(
  settings: BedrockSettings,
  { id, capabilities, makers, call, ...decoders }: BedrockParts,
): Required<Provider> {
  requireSettings(settings);
  const signer = loadOnce(() => runtimeSigner(settings));

  return {
    id,
    capabilities,
    stream: (request, attempt) =>
      streamAnswer(attempt, async () => {
        const { accepts } = request.stream === false ? jsonFraming : awsFraming;
        const called = call(request);
        const sign = await signer();
        attempt.signal.throwIfAborted();
        const { endpoint, send } = signedRequest(attempt, settings, (pass) => sign(called, pass));
        const answer = await openResponse(attempt, endpoint, { accepts, send });
        const isWhole = request.stream === false || isJson(answer.headers);
        const origin = {
          provider: id,
          model: request.model,
          requestId: answer.headers.get("x-amzn-requestid") ?? undefined,
          attempt: attempt.number,
        };
        const reader = isWhole
          ? answerDecoder(jsonFraming, decoders.nonStreamingDecoder(origin))
          : answerDecoder(awsFraming, decoders.decoder(origin));
        return { answer, reader };
      }),
    listModels: modelLister(settings, makers),
  };
}

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

  return async (call, send) => {
    const steps = client.middlewareStack.clone();
    steps.add(...sendingStep(send, { $metadata: {}, stream: undefined }));
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
  };
}
