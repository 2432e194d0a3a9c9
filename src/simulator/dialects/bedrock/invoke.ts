import { encodeBase64 } from "../../../events/index.ts";
import { dig } from "../../../wire/index.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { SimulationError } from "../../simulation-error.ts";
import { type AnthropicAnswer, anthropicAnswer, type AnthropicEvent } from "../anthropic/events.ts";
import { readMessagesRequest, showsThinking } from "../anthropic/request.ts";
import type { Dialect, Encoder } from "../dialect.ts";
import { bedrockDialect } from "./dialect.ts";
import { eventFrame, exceptionFrame, bedrockFrame } from "./frames.ts";

/** Anthropic's models on Bedrock: Anthropic's request and events, each event in a frame of Bedrock's. */
export const bedrockInvokeDialect: Dialect = bedrockDialect({
  id: "bedrock-anthropic",
  operations: { whole: "invoke", stream: "invoke-with-response-stream" },
  read(body) {
    if (dig(body, "anthropic_version") === undefined) {
      throw new SimulationError('Cannot answer as "anthropic_version" must be given');
    }
    const isShown = showsThinking(dig(body, "thinking"));
    return {
      request: readMessagesRequest(body),
      encoder(answer, { model, ...identity }) {
        const options = { answer, model, showsThinking: isShown };
        return chunkEncoder(anthropicAnswer(options, identity), answer);
      },
    };
  },
});

const textEncoder = new TextEncoder();

function chunkEncoder(events: AnthropicAnswer, answer: SimulatedAnswer): Encoder {
  let firstMs: number | undefined;
  let lastMs = 0;
  return {
    first: () => [frameOf(events.start())],
    token(token) {
      firstMs ??= token.dueMs;
      lastMs = token.dueMs;
      return events.token(token).map(frameOf);
    },
    last: () =>
      events.end().map((event) => {
        if (event.type !== "message_stop") return frameOf(event);
        return frameOf({ ...event, ...metricsOf(answer, firstMs ?? 0, lastMs) });
      }),
    error: (message) => exceptionFrame("serviceUnavailableException", message),
    malformed: () => bedrockFrame("chunk", '{"bytes":"eyJ0eXBl'),
    whole: () => events.message(),
  };
}

function frameOf(event: AnthropicEvent): Uint8Array {
  return eventFrame("chunk", { bytes: encodeBase64(textEncoder.encode(JSON.stringify(event))) });
}

function metricsOf(
  { promptTokens, cachedTokens, tokens }: SimulatedAnswer,
  firstMs: number,
  lastMs: number,
): object {
  return {
    "amazon-bedrock-invocationMetrics": {
      inputTokenCount: promptTokens - cachedTokens,
      outputTokenCount: tokens.length,
      invocationLatency: Math.round(lastMs),
      firstByteLatency: Math.round(firstMs),
      cacheReadInputTokenCount: cachedTokens,
      cacheWriteInputTokenCount: 0,
    },
  };
}
