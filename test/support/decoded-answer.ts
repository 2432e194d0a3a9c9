import { instant } from "../../src/clock/index.ts";
import { collect, type Collected, type StreamEventBody } from "../../src/events/index.ts";
import type { AnswerOrigin } from "../../src/providers/decode/answer-writer.ts";
import { decodePayload, type PayloadDecoder } from "../../src/providers/decode/payload-decoder.ts";

const ORIGIN: AnswerOrigin = { provider: "p", model: "m", requestId: undefined, attempt: 1 };

/** What a decoder makes of these payloads, with no bytes and no session between. */
export function decodedAnswer(
  decoderOf: (origin: AnswerOrigin) => PayloadDecoder,
  payloads: readonly unknown[],
): Promise<Collected> {
  const decoder = decoderOf(ORIGIN);
  const events: StreamEventBody[] = [];
  for (const payload of payloads) {
    decodePayload(decoder, { payload, source: JSON.stringify(payload) }, events);
  }
  events.push(...decoder.end());
  return collect(events.map((event, seq) => ({ ...event, seq, at: instant(0) })));
}
