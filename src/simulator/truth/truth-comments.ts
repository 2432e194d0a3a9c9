import type { Encoder } from "../dialects/dialect.ts";
import type { TruthEntry } from "./truth-log.ts";

/**
 * Adds the due and sent time of each token to a stream of server-sent events, as a comment before the token's frames.
 * Parsers ignore comments.
 *
 * ```
 * : sim due_us=200000 sent_us=200013
 * ```
 *
 * Both count from the request's arrival, as in the log. `sent_us` is taken before the token is encoded and written, so
 * it is slightly earlier than in the log.
 *
 * @see {@link https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation}
 */
export function withTruthComments(encoder: Encoder, truth: TruthEntry): Encoder {
  return {
    ...encoder,
    token(token) {
      const dueUs = Math.round(token.dueMs * 1000);
      const comment = `: sim due_us=${dueUs} sent_us=${truth.sinceUs()}\n\n`;
      return [comment, ...encoder.token(token)];
    },
  };
}
