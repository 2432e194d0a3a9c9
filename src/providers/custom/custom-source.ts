import { abortableWait } from "../../clock/index.ts";
import { isStreamError, messageOf, StreamError } from "../../events/index.ts";
import { type AnswerPart, partWriter, sizeBytesOf } from "./answer-part.ts";
import { answerWriter } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import type { Attempt, ProviderRead } from "../provider.ts";
import { connectionLost } from "../decode/open-response.ts";

/** A source of answers: an SDK, a process, a model in this program. */
export interface CustomSource {
  /**
   * Starts an answer. The end of the iterable is the end of the answer, unless a `stream-end` comes first.
   *
   * Stopping the stream calls the iterator's `return()` at once and aborts `attempt.signal`. A generator that awaits
   * something notices only the signal.
   */
  readonly source: (
    request: ChatRequest,
    attempt: Attempt,
  ) => AsyncIterable<AnswerPart> | Promise<AsyncIterable<AnswerPart>>;
}

/**
 * Reads an answer from a source. Each part is one read.
 *
 * @throws {StreamError} The source's error, or `connection-failed` or `connection-lost` for it.
 */
export async function* streamCustomSource(
  { id, source }: CustomSource & { readonly id: string },
  request: ChatRequest,
  attempt: Attempt,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { clock, number, signal } = attempt;
  const writer = answerWriter({
    provider: id,
    model: request.model,
    requestId: undefined,
    attempt: number,
  });
  const parts = partWriter(writer);
  let iterator: AsyncIterator<AnswerPart> | undefined;
  let receivedBytes = 0;
  // Closed on abort: `finally` would run only after the next part.
  const wait = abortableWait(signal, () => void close(iterator));

  async function begin(): Promise<AsyncIterator<AnswerPart>> {
    signal.throwIfAborted();
    attempt.onStage("sent", clock.now());
    return (await source(request, attempt))[Symbol.asyncIterator]();
  }

  try {
    iterator = await wait.for(begin());
    while (!parts.ended) {
      const { done, value } = await wait.for(iterator.next());
      // The iterator may have ended because it was closed.
      signal.throwIfAborted();
      if (done === true) break;
      const at = clock.now();
      const sizeBytes = sizeBytesOf(value);
      receivedBytes += sizeBytes;
      parts.write(value);
      yield { at, sizeBytes, events: writer.take() };
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isStreamError(error)) throw error;
    if (iterator !== undefined) throw connectionLost(receivedBytes, error);
    const cause = messageOf(error);
    throw new StreamError({ code: "connection-failed", url: id, cause }, { cause: error });
  } finally {
    wait.end();
    void close(iterator);
  }
  if (!parts.ended) {
    writer.finish({ kind: parts.calledTools ? "tool-calls" : "stop", raw: undefined });
  }
  yield { at: clock.now(), sizeBytes: 0, events: writer.end() };
}

/** Not awaited: a source that closes slowly must not delay the end. */
async function close(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  try {
    await iterator?.return?.();
  } catch {
    // The answer is over, so the error has no effect on it.
  }
}
