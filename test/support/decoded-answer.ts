import { instant } from "../../src/clock/index.ts";
import { collect, type Collected, type StreamEventBody } from "../../src/events/index.ts";
import type { AnswerOrigin } from "../../src/providers/decode/answer-writer.ts";
import { decodePayload, type PayloadDecoder } from "../../src/providers/decode/payload-decoder.ts";

const ORIGIN: AnswerOrigin = { provider: "p", model: "m", requestId: undefined, attempt: 1 };

/** The answer that a decoder reads from these payloads, without bytes and a session. */
export function decodedAnswer(
  createDecoder: (origin: AnswerOrigin) => PayloadDecoder,
  payloads: readonly unknown[],
): Promise<Collected> {
  const decoder = createDecoder(ORIGIN);
  const events: StreamEventBody[] = [];
  for (const payload of payloads) {
    decodePayload(decoder, { payload, source: JSON.stringify(payload) }, events);
  }
  events.push(...decoder.end());
  return collect(events.map((event, seq) => ({ ...event, seq, at: instant(0) })));
}
