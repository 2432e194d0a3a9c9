import { StreamError, type StreamEventBody } from "../events/index.ts";
import type { PushParser, ReadAhead } from "../wire/index.ts";
import type { Attempt, ProviderRead } from "./provider.ts";

/** Translates one provider's messages, in order. Knows nothing of sockets and time. */
export interface MessageDecoder<Message> {
  /** @throws {StreamError} When the message reports an error, or is not what it should be. */
  push(message: Message): readonly StreamEventBody[];
  /** The body has ended. Gives what was open, and `stream-end`. */
  end(): readonly StreamEventBody[];
  /** Whether the provider has said that nothing more comes, so that reading on would be waiting. */
  readonly complete: boolean;
}

/**
 * Reads a response to its end, read by read. Leaving the loop closes the connection.
 *
 * What a read carried before a bad message is yielded before the failure is thrown.
 *
 * @throws {StreamError} `connection-lost` when the body breaks off; and what the decoder throws.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function* readBody<Message>(
  body: ReadAhead,
  attempt: Attempt,
  { parser, decoder }: { parser: PushParser<Message>; decoder: MessageDecoder<Message> },
): AsyncGenerator<ProviderRead, void, undefined> {
  let receivedBytes = 0;
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
        decode(() => parser.push(bytes), decoder),
      );
    }
    if (!decoder.complete) {
      const read = { at: attempt.clock.now(), sizeBytes: 0 };
      yield* readOf(
        read,
        decode(() => parser.end(), decoder),
      );
    }
    yield { at: attempt.clock.now(), sizeBytes: 0, events: decoder.end() };
  } finally {
    await body.cancel();
  }
}

interface Decoded {
  readonly events: readonly StreamEventBody[];
  /** Thrown after the events that came before it. */
  readonly failure: Error | undefined;
}

function decode<Message>(
  parse: () => readonly Message[],
  decoder: MessageDecoder<Message>,
): Decoded {
  const events: StreamEventBody[] = [];
  try {
    for (const message of parse()) events.push(...decoder.push(message));
    return { events, failure: undefined };
  } catch (error) {
    return { events, failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

function* readOf(
  read: Pick<ProviderRead, "at" | "sizeBytes">,
  { events, failure }: Decoded,
): Generator<ProviderRead, void, undefined> {
  if (read.sizeBytes > 0 || events.length > 0) yield { ...read, events };
  if (failure !== undefined) throw failure;
}

/** A broken body, with the platform's word: undici hides it in `cause`. */
function connectionLost(receivedBytes: number, error: unknown): StreamError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const word = cause instanceof Error ? cause.message : String(cause);
  return new StreamError({ code: "connection-lost", receivedBytes, cause: word }, { cause: error });
}
