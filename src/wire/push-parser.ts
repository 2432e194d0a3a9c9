import { integerFrom, requireNumbers } from "../stats/index.ts";
import { isStreamError, StreamError } from "../events/index.ts";

/**
 * Turns bytes into messages as they arrive.
 *
 * Laws, checked for every parser by `test/wire/parser-laws.ts`:
 * 1. Messages, and the code of a failure after them, do not depend on how the bytes are split.
 * 2. A failure loses no message: if one read completes messages and then fails, `push` returns the messages, and the
 *    next call throws the failure. An empty push throws it at once.
 * 3. A parser that has failed throws the same failure on every later call.
 * 4. Every thrown error is a {@link StreamError}.
 */
export interface PushParser<Message> {
  /** Adds the bytes of one socket read, and returns the messages that they complete. */
  push(bytes: Uint8Array): Message[];
  /** Ends the input, and returns the messages that only the end completes. */
  end(): Message[];
}

/** Limits of a parser. */
export interface ParserOptions {
  /**
   * The largest message, in UTF-16 code units.
   *
   * @defaultValue `16777216`: 16 Mi, several times the largest frame that any provider has sent.
   */
  readonly maxMessageChars?: number | undefined;
}

/** Steps that emit messages. They may throw a {@link StreamError}, and are not called again after it. */
interface ParserSteps {
  push(bytes: Uint8Array): void;
  end?(): void;
}

/** Makes steps that emit messages one by one into a parser that obeys laws 2 and 3. */
export function pushParser<Message>(
  make: (emit: (message: Message) => void) => ParserSteps,
): PushParser<Message> {
  let messages: Message[] = [];
  let failure: StreamError | undefined;
  const steps = make((message) => messages.push(message));

  function attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!isStreamError(error)) throw error;
      failure = error;
    }
  }

  function completedBy(step: () => void): Message[] {
    if (failure === undefined) attempt(step);
    const completed = messages;
    messages = [];
    if (failure !== undefined && completed.length === 0) throw failure;
    return completed;
  }

  return {
    push: (bytes) => completedBy(() => bytes.length > 0 && steps.push(bytes)),
    end: () => completedBy(() => steps.end?.()),
  };
}

/** @throws {RangeError} When `maxMessageChars` is not a whole number from 1. */
export function limitOf({ maxMessageChars = 16_777_216 }: ParserOptions): number {
  requireNumbers("limit messages", { maxMessageChars }, integerFrom(1));
  return maxMessageChars;
}

export function tooLarge(limitChars: number): StreamError {
  return new StreamError({ code: "too-large", limitChars });
}
