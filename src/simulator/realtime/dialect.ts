import type { Dialect, HttpCall } from "../dialects/dialect.ts";
import { parseOpenAiPath } from "../dialects/openai/paths.ts";
import { openAiErrorResponse } from "../dialects/openai/completion-chunks.ts";
import { asText, dig } from "../../wire/index.ts";

const ENDPOINT = "realtime";

/**
 * OpenAI's realtime wire, as far as it has something in common with the others: who is addressed, and how an
 * error is said. It takes no calls, as it is spoken over a WebSocket: see `realtimeSession`.
 */
export const realtimeDialect: Dialect = {
  id: "openai-realtime",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT,
  route: () => undefined,
  errorResponse(status, message, refused) {
    const error = dig(openAiErrorResponse(status, message).body, "error");
    return {
      body: {
        type: "error",
        event_id: `event_${refused.id}`,
        error: {
          type: asText(dig(error, "type")),
          code: asText(dig(error, "code")) ?? null,
          message,
          param: null,
          event_id: null,
        },
      },
    };
  },
};

/** The model of a session that is to be opened; `undefined` where the call is for something else. */
export function realtimeModelOf(call: HttpCall): string | undefined {
  if (!realtimeDialect.claims(call)) return undefined;
  // Azure's word is the latter.
  return call.query.get("model") ?? call.query.get("deployment") ?? undefined;
}
