import { type Clock, instantAfter } from "../clock/index.ts";
import { StreamError, type StreamEventBody } from "../events/index.ts";
import type { Chunk, ReadAhead } from "../wire/index.ts";
import type { Framing } from "./framing.ts";
import type { Attempt, ProviderRead } from "./provider.ts";

/** Translates one provider's payloads, in order. Knows nothing of bytes, sockets and time. */
export interface PayloadDecoder {
  /**
   * @param payload What one message carries: a value from outside.
   * @param source Its JSON text, if it is known: `payload` has lost how its numbers are written.
   * @throws {StreamError} When it reports an error, or is not what it should be.
   */
  push(payload: unknown, source?: string): readonly StreamEventBody[];
  /** The body has ended. Gives what was open, and `stream-end`. */
  end(): readonly StreamEventBody[];
  /** Whether the provider has said that nothing more comes, so that reading on would be waiting. */
  readonly complete: boolean;
}

/** Turns the bytes of one answer into events. */
export interface BodyReader {
  push(bytes: Uint8Array): Decoded;
  /** The body has ended. */
  end(): Decoded;
  /** What was open, and `stream-end`. */
  close(): readonly StreamEventBody[];
  readonly complete: boolean;
}

/** What some bytes said. */
export interface Decoded {
  readonly events: readonly StreamEventBody[];
  /** Thrown after the events that came before it. */
  readonly failure: Error | undefined;
}

const NOTHING = new Uint8Array();

/** Reads messages as they lie in the bytes, and decodes what they carry. */
export function bodyReader<Message>(
  framing: Framing<Message>,
  decoder: PayloadDecoder,
): BodyReader {
  const parser = framing.parser();

  function decode(parse: () => readonly Message[]): Decoded {
    const events: StreamEventBody[] = [];
    try {
      for (const message of parse()) {
        const payload = framing.payload(message);
        for (const event of decoder.push(payload, framing.source?.(message))) events.push(event);
      }
      // What broke behind the messages is told by the next call, and need not wait for the next read.
      parser.push(NOTHING);
      return { events, failure: undefined };
    } catch (error) {
      return { events, failure: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  return {
    push: (bytes) => decode(() => parser.push(bytes)),
    end: () => decode(() => parser.end()),
    close: () => decoder.end(),
    get complete() {
      return decoder.complete;
    },
  };
}

/** An answer whose body is coming, and what reads it. */
export interface AnswerBody {
  readonly body: ReadAhead;
  readonly reader: BodyReader;
}

/**
 * Makes a request and reads the answer to its end, read by read. Leaving the loop closes the connection,
 * unless the answer is complete: then the connection is kept for the next one.
 *
 * What a read carried before a bad message is yielded before the failure is thrown. One iterator and no
 * other lies between a socket's read and whoever takes it: each would cost a microsecond or two.
 *
 * @param open Makes the request, when the first read is asked for.
 * @throws {StreamError} `connection-lost` when the body breaks off; and what `open` and the reader throw.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function* readAnswer(
  attempt: Attempt,
  open: () => Promise<AnswerBody>,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { body, reader } = await open();
  let receivedBytes = 0;

  function lost(error: unknown): StreamError {
    attempt.signal.throwIfAborted();
    return connectionLost(receivedBytes, error);
  }

  try {
    while (!reader.complete) {
      let chunk: Chunk | undefined;
      try {
        chunk = body.take() ?? (await body.next());
      } catch (error) {
        throw lost(error);
      }
      if (chunk === undefined) break;
      const { at, bytes } = chunk;
      receivedBytes += bytes.byteLength;
      const { events, failure } = reader.push(bytes);
      yield { at, sizeBytes: bytes.byteLength, events };
      if (failure !== undefined) throw failure;
    }
    if (!reader.complete) {
      const { events, failure } = reader.end();
      if (events.length > 0) yield { at: attempt.clock.now(), sizeBytes: 0, events };
      if (failure !== undefined) throw failure;
    }
    yield { at: attempt.clock.now(), sizeBytes: 0, events: reader.close() };
  } finally {
    if (reader.complete) closeAfter(body, attempt.clock);
    else await body.cancel();
  }
}

/** The same for a body that is there. */
export function readBody<Message>(
  body: ReadAhead,
  attempt: Attempt,
  { framing, decoder }: { framing: Framing<Message>; decoder: PayloadDecoder },
): AsyncGenerator<ProviderRead, void, undefined> {
  return readAnswer(attempt, () => Promise.resolve({ body, reader: bodyReader(framing, decoder) }));
}

/** How long the end of a body may be behind the provider's sign of it. Nobody waits for it. */
const END_WITHIN_MS = 100;

/**
 * Reads a body on to its end, whatever still comes: a connection whose answer was left before its end is
 * closed, and the next request then pays for a new one. Closes it where the end does not come.
 */
function closeAfter(body: ReadAhead, clock: Clock): void {
  const giveUp = clock.callAt(instantAfter(clock.now(), END_WITHIN_MS), () => void body.cancel());

  async function toEnd(): Promise<void> {
    while ((await body.next()) !== undefined);
  }

  // The answer is complete: what breaks now broke nothing.
  void toEnd().then(giveUp, giveUp);
}

/** A broken body, with the platform's word: undici hides it in `cause`. */
export function connectionLost(receivedBytes: number, error: unknown): StreamError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const word = cause instanceof Error ? cause.message : String(cause);
  return new StreamError({ code: "connection-lost", receivedBytes, cause: word }, { cause: error });
}
