import type { StreamEventBody } from "../../events/index.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";

/**
 * Decodes an answer that was not streamed as the payloads of a stream.
 *
 * @param chunksOf Returns those payloads for the answer's single payload and its JSON.
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
