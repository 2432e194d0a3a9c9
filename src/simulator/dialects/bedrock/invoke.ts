import { encodeBase64 } from "../../../events/index.ts";
import { dig } from "../../../wire/index.ts";
import type { AnswerIdentity, Dialect, Encoder } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { SimulationError } from "../../simulation-error.ts";
import { type AnthropicAnswer, anthropicAnswer, type AnthropicEvent } from "../anthropic/events.ts";
import { readMessagesRequest, showsThinking } from "../anthropic/request.ts";
import { BEDROCK_CONTENT_TYPE, eventFrame, exceptionFrame, malformedFrame } from "./frames.ts";
import {
  BEDROCK_REQUEST_ID,
  bedrockErrorResponse,
  type Deliveries,
  operationAt,
} from "./operations.ts";
import { parseBody } from "../requests/body.ts";

const encoder = new TextEncoder();

/** How the operations that pass a body on to a model answer. */
const DELIVERIES: Deliveries = new Map([
  ["invoke", "whole"],
  ["invoke-with-response-stream", "stream"],
]);

/** Anthropic's models on Bedrock, in Anthropic's own words: each event is in a frame of Bedrock's. */
export const bedrockInvokeDialect: Dialect = {
  id: "bedrock-anthropic",
  requestIdHeader: BEDROCK_REQUEST_ID,
  claims: ({ path }) => operationAt(path, DELIVERIES) !== undefined,
  errorResponse: bedrockErrorResponse,

  route(call, { seed }) {
    const operation = operationAt(call.path, DELIVERIES);
    if (call.method !== "POST" || operation === undefined) return undefined;
    const { model, delivery } = operation;
    const asked = parseBody(call);
    if (dig(asked, "anthropic_version") === undefined) {
      throw new SimulationError('Cannot answer as "anthropic_version" must be given');
    }
    const shows = showsThinking(dig(asked, "thinking"));
    return {
      kind: "generation",
      request: { ...readMessagesRequest(asked), model, seed },
      delivery,
      contentType: BEDROCK_CONTENT_TYPE,
      encoder: (answer, names: AnswerIdentity) =>
        chunkEncoder(anthropicAnswer({ answer, model, showsThinking: shows }, names), answer),
    };
  },
};

function chunkEncoder(said: AnthropicAnswer, answer: SimulatedAnswer): Encoder {
  let firstMs: number | undefined;
  let lastMs = 0;
  return {
    first: () => [frameOf(said.start())],
    token(token) {
      firstMs ??= token.dueMs;
      lastMs = token.dueMs;
      return said.token(token).map(frameOf);
    },
    last: () =>
      said.end().map((event) => {
        if (event.type !== "message_stop") return frameOf(event);
        return frameOf({ ...event, ...metricsOf(answer, firstMs ?? 0, lastMs) });
      }),
    error: (message) => exceptionFrame("serviceUnavailableException", message),
    malformed: () => malformedFrame("chunk", '{"bytes":"eyJ0eXBl'),
    whole: () => said.message(),
  };
}

function frameOf(event: AnthropicEvent): Uint8Array {
  return eventFrame("chunk", { bytes: encodeBase64(encoder.encode(JSON.stringify(event))) });
}

/** What Bedrock adds to the last event. */
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
