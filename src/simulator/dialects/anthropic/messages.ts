import { dig } from "../../../wire/index.ts";
import type { Dialect, Encoder, HttpCall } from "../dialect.ts";
import { type AnthropicAnswer, anthropicAnswer, type AnthropicEvent } from "./events.ts";
import { anthropicModels, asksAnthropicModels } from "./models.ts";
import { anthropicErrorResponse } from "./error-response.ts";
import { readMessages, readMessagesRequest, showsThinking } from "./request.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const PATH = "/v1/messages";

const COUNT_PATH = `${PATH}/count_tokens`;

/** Anthropic's messages, their length, and the list of models: for clients that say they are Anthropic's. */
export const anthropicMessagesDialect: Dialect = {
  id: "anthropic-messages",
  requestIdHeader: "request-id",
  claims: (call) => isAnthropics(call) || asksAnthropicModels(call),
  errorResponse: anthropicErrorResponse,

  route(call, { seed, models }) {
    const { method, path } = call;
    const page = anthropicModels(call, models);
    if (page !== undefined) return { kind: "page", body: page };
    if (method !== "POST" || !isMessages(call)) return undefined;
    const asked = parseBody(call);
    const model = modelIn(asked);
    if (path === COUNT_PATH) {
      return { kind: "page", body: { input_tokens: readMessages(asked).promptTokens } };
    }
    return {
      kind: "generation",
      request: { ...readMessagesRequest(asked), model, seed },
      delivery: flagIn(asked, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder(answer, names) {
        const shows = showsThinking(dig(asked, "thinking"));
        return sseEncoder(anthropicAnswer({ answer, model, showsThinking: shows }, names));
      },
    };
  },
};

/** Whether a call is Anthropic's, even if there is no such endpoint. */
function isAnthropics({ path, header }: HttpCall): boolean {
  return path.startsWith(PATH) || header("anthropic-version") !== undefined;
}

function isMessages({ path }: HttpCall): boolean {
  return path === PATH || path === COUNT_PATH;
}

function sseEncoder(answer: AnthropicAnswer): Encoder {
  return {
    first: () => [answer.start(), { type: "ping" }].map(frameOf),
    token: (token) => answer.token(token).map(frameOf),
    last: () => answer.end().map(frameOf),
    error: (message) => frameOf({ type: "error", error: { type: "overloaded_error", message } }),
    malformed: () =>
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_\n\n',
    whole: () => answer.message(),
  };
}

function frameOf(event: AnthropicEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
