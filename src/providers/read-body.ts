import { type Clock, instantAfter } from "../clock/index.ts";
import { StreamError, type StreamEventBody } from "../events/index.ts";
import type { ReadAhead } from "../wire/index.ts";
import type { Framing } from "./framing.ts";
import type { Attempt, ProviderRead } from "./provider.ts";

/** Translates one provider's payloads, in order. Knows nothing of bytes, sockets and time. */
export interface PayloadDecoder {
  /**
   * @param payload What one message carries: a value from outside.
   * @throws {StreamError} When it reports an error, or is not what it should be.
   */
  push(payload: unknown): readonly StreamEventBody[];
  /** The body has ended. Gives what was open, and `stream-end`. */
  end(): readonly StreamEventBody[];
  /** Whether the provider has said that nothing more comes, so that reading on would be waiting. */
  readonly complete: boolean;
}

/**
 * Reads a response to its end, read by read. Leaving the loop closes the connection, unless the answer is
 * complete: then the connection is kept for the next one.
 *
 * What a read carried before a bad message is yielded before the failure is thrown.
 *
 * @throws {StreamError} `connection-lost` when the body breaks off; and what the decoder throws.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function* readBody<Message>(
  body: ReadAhead,
  attempt: Attempt,
  { framing, decoder }: { framing: Framing<Message>; decoder: PayloadDecoder },
): AsyncGenerator<ProviderRead, void, undefined> {
  const parser = framing.parser();
  let receivedBytes = 0;

  function decode(parse: () => readonly Message[]): Decoded {
    const events: StreamEventBody[] = [];
    try {
      for (const message of parse()) {
        for (const event of decoder.push(framing.payload(message))) events.push(event);
      }
      return { events, failure: undefined };
    } catch (error) {
      return { events, failure: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  try {
    while (!decoder.complete) {
      const chunk = await body.next().catch((error: unknown) => {
        attempt.signal.throwIfAborted();
        throw connectionLost(receivedBytes, error);
      });
      if (chunk === undefined) break;
      const { at, bytes } = chunk;
      receivedBytes += bytes.byteLength;
      yield* readOf(
        { at, sizeBytes: bytes.byteLength },
        decode(() => parser.push(bytes)),
      );
    }
    if (!decoder.complete) {
      yield* readOf(
        { at: attempt.clock.now(), sizeBytes: 0 },
        decode(() => parser.end()),
      );
    }
    yield { at: attempt.clock.now(), sizeBytes: 0, events: decoder.end() };
  } finally {
    if (decoder.complete) closeAfter(body, attempt.clock);
    else await body.cancel();
  }
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

interface Decoded {
  readonly events: readonly StreamEventBody[];
  /** Thrown after the events that came before it. */
  readonly failure: Error | undefined;
}

function* readOf(
  read: Pick<ProviderRead, "at" | "sizeBytes">,
  { events, failure }: Decoded,
): Generator<ProviderRead, void, undefined> {
  if (read.sizeBytes > 0 || events.length > 0) yield { ...read, events };
  if (failure !== undefined) throw failure;
}

/** A broken body, with the platform's word: undici hides it in `cause`. */
export function connectionLost(receivedBytes: number, error: unknown): StreamError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const word = cause instanceof Error ? cause.message : String(cause);
  return new StreamError({ code: "connection-lost", receivedBytes, cause: word }, { cause: error });
}
