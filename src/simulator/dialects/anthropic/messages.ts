import { dig } from "../../../wire/index.ts";
import type { Dialect, Encoder, HttpCall } from "../dialect.ts";
import { type AnthropicAnswer, anthropicAnswer, type AnthropicEvent } from "./events.ts";
import { anthropicModels, isAnthropicModels } from "./models.ts";
import { anthropicErrorResponse } from "./error-response.ts";
import { readMessages, readMessagesRequest, showsThinking } from "./request.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const PATH = "/v1/messages";

const COUNT_PATH = `${PATH}/count_tokens`;

/** Anthropic's messages, token counts and models, for clients with Anthropic's headers. */
export const anthropicMessagesDialect: Dialect = {
  id: "anthropic-messages",
  requestIdHeader: "request-id",
  claims: (call) => isAnthropic(call) || isAnthropicModels(call),
  errorResponse: anthropicErrorResponse,

  route(call, { seed, models }) {
    const { method, path } = call;
    const page = anthropicModels(call, models);
    if (page !== undefined) return { kind: "page", body: page };
    if (method !== "POST" || !isMessages(call)) return undefined;
    const body = parseBody(call);
    const model = modelIn(body);
    if (path === COUNT_PATH) {
      return { kind: "page", body: { input_tokens: readMessages(body).promptTokens } };
    }
    return {
      kind: "generation",
      request: { ...readMessagesRequest(body), model, seed },
      delivery: flagIn(body, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder(answer, names) {
        const shows = showsThinking(dig(body, "thinking"));
        return sseEncoder(anthropicAnswer({ answer, model, showsThinking: shows }, names));
      },
    };
  },
};

function isAnthropic({ path, header }: HttpCall): boolean {
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
