import type { Encoder } from "../dialects/dialect.ts";
import type { TruthEntry } from "./truth-log.ts";

/**
 * An encoder for server-sent events that tells when each token was due and sent, in the stream itself: before
 * the token's frames comes a comment, which parsers ignore.
 *
 * ```
 * : sim due_us=200000 sent_us=200013
 * ```
 *
 * Both count from the request's arrival, as in the log. `sent_us` is taken before the token is encoded, as it
 * travels with it: by the encoding and the write earlier than the log's.
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
