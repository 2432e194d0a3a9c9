import type { Dialect, HttpCall } from "../dialects/dialect.ts";
import { parseOpenAiPath } from "../dialects/openai/paths.ts";
import { openAiErrorResponse } from "../dialects/openai/error-response.ts";
import { asText, dig } from "../../wire/index.ts";

const ENDPOINT = "realtime";

/**
 * The part of OpenAI's realtime API that it shares with the other APIs: paths and errors. It routes no calls, as
 * sessions run over a WebSocket: see `realtimeSession`.
 */
export const realtimeDialect: Dialect = {
  id: "openai-realtime",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT,
  route: () => undefined,
  errorResponse(status, message, request) {
    const error = dig(openAiErrorResponse(status, message, request).body, "error");
    return {
      body: {
        type: "error",
        event_id: `event_${request.id}`,
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

/** Returns the model of a new session; `undefined` for other calls. */
export function realtimeModelOf(call: HttpCall): string | undefined {
  if (!realtimeDialect.claims(call)) return undefined;
  // Azure names it `deployment`.
  return call.query.get("model") ?? call.query.get("deployment") ?? undefined;
}
