import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { awsFraming } from "./aws-framing.ts";
import { type BedrockCall, bedrockConnection } from "./connection.ts";
import type { BedrockMakers } from "./model-list.ts";
import { bedrockModels } from "./models.ts";
import type { BedrockSettings } from "./settings.ts";
import type { Capabilities } from "../request/capabilities.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { isJson } from "../http/send-request.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { Provider } from "../provider.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { answerDecoder, streamAnswer } from "../decode/stream-answer.ts";

/** What tells one of Bedrock's operations from another. */
export interface BedrockProviderParts {
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Whose models it can ask. */
  readonly makers: BedrockMakers;
  call(request: ChatRequest): BedrockCall;
  /** Translates {@link AwsEvent}s. */
  decoder(origin: AnswerOrigin): PayloadDecoder;
  /** Translates the one payload of an answer that was not streamed. */
  nonStreamingDecoder(origin: AnswerOrigin): PayloadDecoder;
}

/** A provider whose request AWS's SDK signs, and whose answer is decoded here. */
export function bedrockProvider(
  settings: BedrockSettings,
  { id, capabilities, makers, call, ...parts }: BedrockProviderParts,
): Required<Provider> {
  const connect = bedrockConnection(settings);

  return {
    id,
    capabilities,
    stream: (request, attempt) =>
      streamAnswer(attempt, async () => {
        const { accepts } = request.stream === false ? jsonFraming : awsFraming;
        const answer = await connect(attempt, call(request), accepts);
        const isWhole = request.stream === false || isJson(answer.headers);
        const origin = {
          provider: id,
          model: request.model,
          requestId: answer.headers.get("x-amzn-requestid") ?? undefined,
          attempt: attempt.number,
        };
        const reader = isWhole
          ? answerDecoder(jsonFraming, parts.nonStreamingDecoder(origin))
          : answerDecoder(awsFraming, parts.decoder(origin));
        return { answer, reader };
      }),
    listModels: bedrockModels(settings, makers),
  };
}
