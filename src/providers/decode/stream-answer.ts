import { type Clock, instantAfter } from "../../clock/index.ts";
import {
  asError,
  failureOf,
  messageOf,
  rootCauseOf,
  StreamError,
  type StreamEventBody,
} from "../../events/index.ts";
import type { Chunk, ReadAhead } from "../../wire/index.ts";
import { type OpenResponse, wrongContentType } from "./open-response.ts";
import type { Framing } from "./framing.ts";
import { type Grace, graceAfterFinish } from "./grace-after-finish.ts";
import { decodePayload, type PayloadDecoder } from "./payload-decoder.ts";
import type { Attempt, ProviderRead } from "../provider.ts";
import { errorWithoutSecrets, eventsWithCleanStart, eventsWithoutSecrets } from "./secrets.ts";

/** Turns the bytes of one answer into events. */
export interface AnswerDecoder {
  push(bytes: Uint8Array): Decoded;
  /** The body has ended. */
  end(): Decoded;
  /** Ends for open blocks and calls, and `stream-end`. */
  close(): readonly StreamEventBody[];
  /** Whether a message has been read, so that the body is of the expected kind. */
  readonly began: boolean;
  /** Whether the provider has given its reason for the end: the answer is complete, whatever follows. */
  readonly finished: boolean;
  /** Whether nothing more can come. */
  readonly complete: boolean;
}

/** What some bytes brought. */
export interface Decoded {
  readonly events: readonly StreamEventBody[];
  /** Thrown after the events that came before it. */
  readonly failure: Error | undefined;
}

const NOTHING = new Uint8Array();

/**
 * Reads messages as they lie in the bytes, and decodes what they carry.
 *
 * Each message is judged by itself, so the events do not depend on how the bytes are cut into reads: after a
 * complete answer nothing is decoded, and after a finish reason nothing can fail.
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
      // A parser throws for bad bytes after its messages on the next call, which need not be the next read.
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

/** An answer whose body is coming, and what reads it. */
export interface AnswerBody {
  readonly answer: OpenResponse;
  readonly reader: AnswerDecoder;
}

/**
 * Makes a request and reads the answer to its end, read by read. Leaving the loop closes the connection,
 * unless the answer is complete: then the connection is kept for the next one.
 *
 * What a read carried before a bad message is yielded before the failure is thrown. After a finish reason
 * nothing fails: a reset, a bad message or a second without events ends the answer as complete. One
 * iterator and no other lies between a socket's read and its consumer: each would cost a microsecond or two.
 *
 * @param open Makes the request, when the first read is asked for.
 * @throws {StreamError} `connection-lost` when the body breaks off, `wrong-content-type` when it has no message and
 * another content type; and what `open` and the reader throw. Without secrets.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function* streamAnswer(
  attempt: Attempt,
  open: () => Promise<AnswerBody>,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { answer, reader } = await open();
  const { body, secrets } = answer;
  let grace: Grace | undefined;
  let receivedBytes = 0;
  const startClean = eventsWithCleanStart(secrets);

  /** The next chunk; `undefined` at the end, which after a finish reason may be a reset, too. */
  async function wait(): Promise<Chunk | undefined> {
    if (reader.finished) {
      grace ??= graceAfterFinish(attempt, () => void body.cancel());
      grace.waits();
    }
    try {
      return await body.next();
    } catch (error) {
      attempt.signal.throwIfAborted();
      if (reader.finished) return undefined;
      throw connectionLost(receivedBytes, error);
    }
  }

  try {
    while (!reader.complete) {
      const chunk = body.take() ?? (await wait());
      if (chunk === undefined) break;
      const { at, bytes } = chunk;
      receivedBytes += bytes.byteLength;
      const { events, failure } = reader.push(bytes);
      grace?.progressed(events.length);
      yield { at, sizeBytes: bytes.byteLength, events: startClean(events) };
      if (failure !== undefined) throw failure;
    }
    const rest = restOf({ answer, reader });
    if (rest.events.length > 0)
      yield { at: attempt.clock.now(), sizeBytes: 0, events: startClean(rest.events) };
    if (rest.failure !== undefined) throw rest.failure;
    const events = eventsWithoutSecrets(reader.close(), secrets);
    yield { at: attempt.clock.now(), sizeBytes: 0, events };
  } catch (error) {
    throw failureOfAnswer(error, { answer, reader });
  } finally {
    grace?.end();
    await leave({ answer, reader }, attempt.clock);
  }
}

/** What the end of the body brings; a failure if nothing in it could be read, and its label promised nothing. */
function restOf({ answer, reader }: AnswerBody): Decoded {
  if (reader.complete) return { events: [], failure: undefined };
  const { events, failure } = reader.end();
  const isOther = failure === undefined && !reader.began && !answer.isLabelled;
  return { events, failure: isOther ? wrongContentType(answer.headers) : failure };
}

/** The failure of an answer: without secrets, and by its label if it was something else altogether. */
function failureOfAnswer(error: unknown, { answer, reader }: AnswerBody): unknown {
  const { code } = failureOf(error);
  const isOther = ["malformed-payload", "malformed-frame", "too-large"].includes(code);
  return isOther && !reader.began && !answer.isLabelled
    ? wrongContentType(answer.headers)
    : errorWithoutSecrets(error, answer.secrets);
}

/** Keeps the connection of a complete answer for the next request, and closes any other. */
async function leave({ answer: { body }, reader }: AnswerBody, clock: Clock): Promise<void> {
  if (reader.complete) closeAfter(body, clock);
  else await body.cancel();
}

/** How long the end of a body may take after the provider's sign of it. Nothing waits for it. */
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

export function connectionLost(receivedBytes: number, error: unknown): StreamError {
  const cause = messageOf(rootCauseOf(error));
  return new StreamError({ code: "connection-lost", receivedBytes, cause }, { cause: error });
}
