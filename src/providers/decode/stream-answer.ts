import { type Clock, instantAfter } from "../../clock/index.ts";
import { failureOf } from "../../events/index.ts";
import type { Chunk, ReadAhead } from "../../wire/index.ts";
import type { AnswerDecoder, Decoded } from "./answer-decoder.ts";
import { connectionLost, type OpenResponse, wrongContentType } from "./open-response.ts";
import { type Grace, graceAfterFinish } from "./grace-after-finish.ts";
import type { Attempt, ProviderRead } from "../provider.ts";
import { errorWithoutSecrets, eventRedactor } from "./secrets.ts";

/** A response whose body is arriving, and its decoder. */
interface AnswerBody {
  readonly answer: OpenResponse;
  readonly reader: AnswerDecoder;
}

/**
 * Sends a request and decodes the response, read by read. Leaving the loop closes the connection, unless the answer is
 * complete: then the connection is kept for the next request.
 *
 * Events that precede a malformed message in a read are yielded before the failure is thrown. After a finish reason
 * nothing fails: a reset, a malformed message or a second without events ends the answer as complete. There is only one
 * iterator between the socket and the consumer: each costs a microsecond or two.
 *
 * @param open Sends the request; called with the first `next()`.
 * @throws {StreamError} `connection-lost` if the body breaks off; `wrong-content-type` if it has no message and another
 * content type; and what `open` and the decoder throw. Without secrets.
 */
export async function* streamAnswer(
  attempt: Attempt,
  open: () => Promise<AnswerBody>,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { answer, reader } = await open();
  const { body, secrets } = answer;
  let grace: Grace | undefined;
  let receivedBytes = 0;
  const redacted = eventRedactor(secrets);

  /** The next chunk; `undefined` at the end, including a reset after a finish reason. */
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
      yield { at, sizeBytes: bytes.byteLength, events: redacted(events) };
      if (failure !== undefined) throw failure;
    }
    const rest = restOf({ answer, reader });
    if (rest.events.length > 0)
      yield { at: attempt.clock.now(), sizeBytes: 0, events: redacted(rest.events) };
    if (rest.failure !== undefined) throw rest.failure;
    yield { at: attempt.clock.now(), sizeBytes: 0, events: redacted(reader.close()) };
  } catch (error) {
    throw failureOfAnswer(error, { answer, reader });
  } finally {
    grace?.end();
    await leave({ answer, reader }, attempt.clock);
  }
}

/** The result of the end of the body. */
function restOf({ answer, reader }: AnswerBody): Decoded {
  if (reader.complete) return { events: [], failure: undefined };
  const { events, failure } = reader.end();
  const isOther = failure === undefined && !reader.began && !answer.isLabelled;
  return { events, failure: isOther ? wrongContentType(answer.headers) : failure };
}

/** The failure of an answer, without secrets: `wrong-content-type` if no message was read and the type is unexpected. */
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

/** Time limit for the end of a body after the provider's last message, in milliseconds. Runs in the background. */
const END_WITHIN_MS = 100;

/**
 * Reads the rest of a body and discards it, as a connection is reused only after the end of its response. Closes the
 * connection if the end does not come in time.
 */
function closeAfter(body: ReadAhead, clock: Clock): void {
  const giveUp = clock.callAt(instantAfter(clock.now(), END_WITHIN_MS), () => void body.cancel());

  async function toEnd(): Promise<void> {
    while ((await body.next()) !== undefined);
  }

  // The answer is complete, so errors are ignored.
  void toEnd().then(giveUp, giveUp);
}
