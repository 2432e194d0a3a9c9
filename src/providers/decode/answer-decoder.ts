import { asError, type StreamEventBody } from "../../events/index.ts";
import type { Framing } from "./framing.ts";
import { decodePayload, type PayloadDecoder } from "./payload-decoder.ts";

/** Decodes the bytes of one answer into events. */
export interface AnswerDecoder {
  push(bytes: Uint8Array): Decoded;
  /** The body has ended. */
  end(): Decoded;
  /** Ends for open blocks and calls, and `stream-end`. */
  close(): readonly StreamEventBody[];
  /** Whether a message was read, so the body has the expected format. */
  readonly began: boolean;
  /** Whether the provider sent its finish reason: the answer is complete, whatever follows. */
  readonly finished: boolean;
  /** Whether nothing more can come. */
  readonly complete: boolean;
}

/** The result of decoding some bytes. */
export interface Decoded {
  readonly events: readonly StreamEventBody[];
  /** Thrown after the events that came before it. */
  readonly failure: Error | undefined;
}

const NOTHING = new Uint8Array();

/**
 * A decoder that parses messages from bytes and decodes their payloads.
 *
 * It checks each message separately, so the events do not depend on how the bytes are split into reads: after a
 * complete answer nothing is decoded, and after a finish reason nothing fails.
 */
export function answerDecoder<Message>(
  framing: Framing<Message>,
  decoder: PayloadDecoder,
): AnswerDecoder {
  const parser = framing.parser();
  let began = false;
  let isBroken = false;

  function read(message: Message, events: StreamEventBody[]): void {
    const { finished } = decoder;
    try {
      const payload = framing.payload(message);
      began = true;
      // A keep-alive.
      if (payload === undefined) return;
      decodePayload(decoder, { payload, source: framing.source?.(message) }, events);
    } catch (error) {
      if (!finished) throw error;
    }
  }

  function decode(parse: () => readonly Message[]): Decoded {
    const events: StreamEventBody[] = [];
    try {
      for (const message of parse()) {
        if (decoder.complete) break;
        read(message, events);
      }
      // A parser throws for invalid bytes after its messages on the next call, which need not be the next read.
      if (!decoder.complete) parser.push(NOTHING);
      return { events, failure: undefined };
    } catch (error) {
      isBroken = true;
      return { events, failure: decoder.finished ? undefined : asError(error) };
    }
  }

  return {
    push: (bytes) => decode(() => parser.push(bytes)),
    end: () => decode(() => parser.end()),
    close: () => decoder.end(),
    get began() {
      return began;
    },
    get finished() {
      return decoder.finished;
    },
    get complete() {
      return decoder.complete || (isBroken && decoder.finished);
    },
  };
}
