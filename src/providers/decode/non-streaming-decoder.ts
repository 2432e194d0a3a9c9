import type { StreamEventBody } from "../../events/index.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";

/**
 * Translates an answer that was not streamed by the payloads that a stream would have brought.
 *
 * @param chunksOf Those payloads, of the one payload there is and its JSON text.
 */
export function nonStreamingDecoder(
  decoder: PayloadDecoder,
  chunksOf: (payload: unknown, source?: string) => readonly unknown[],
): PayloadDecoder {
  return {
    push: (payload, source) =>
      chunksOf(payload, source).flatMap((chunk): readonly StreamEventBody[] => decoder.push(chunk)),
    end: decoder.end,
    get finished() {
      return decoder.finished;
    },
    get complete() {
      return decoder.complete;
    },
  };
}
