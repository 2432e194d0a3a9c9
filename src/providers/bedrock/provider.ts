import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { isJson } from "../http/send-request.ts";
import type { Provider } from "../provider.ts";
import type { Capabilities } from "../request/capabilities.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { awsFraming } from "./aws-framing.ts";
import { type RuntimeCall, runtimeConnection } from "./connection.ts";
import type { ModelMakers } from "./model-list.ts";
import { modelLister } from "./models.ts";
import type { BedrockSettings } from "./settings.ts";

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

/** A provider whose requests AWS's SDK signs, and whose answers this package decodes. */
export function operationProvider(
  settings: BedrockSettings,
  { id, capabilities, makers, call, ...decoders }: BedrockParts,
): Required<Provider> {
  const callRuntime = runtimeConnection(settings);

  return {
    id,
    capabilities,
    stream: (request, attempt) =>
      streamAnswer(attempt, async () => {
        const { accepts } = request.stream === false ? jsonFraming : awsFraming;
        const answer = await callRuntime(attempt, call(request), accepts);
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
