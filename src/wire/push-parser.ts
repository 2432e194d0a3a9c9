import { integerFrom, requireNumbers } from "../stats/index.ts";
import { isStreamError, StreamError } from "../events/index.ts";

/**
 * Turns bytes into messages, as they come.
 *
 * Laws, checked for every parser by `test/wire/parser-laws.ts`:
 * 1. However the bytes are cut, the messages are the same, and so is the code of the failure after them.
 * 2. A failure swallows no message: where one read completes messages and then breaks, `push` gives the
 *    messages, and the next call throws the failure. To know at once, push no bytes.
 * 3. A parser that has failed fails in the same way ever after.
 * 4. What is thrown is a {@link StreamError}.
 */
export interface PushParser<Message> {
  /** Takes what one socket read brought and gives the messages that it completed. */
  push(bytes: Uint8Array): Message[];
  /** Says that no more comes, and gives what only the end completes. */
  end(): Message[];
}

/** The bounds of a parser. */
export interface ParserOptions {
  /**
   * The largest message, in UTF-16 units.
   *
   * @defaultValue `16777216`: 16 Mi, several times the largest frame any provider has been seen to send.
   */
  readonly maxMessageChars?: number | undefined;
}

/** What a parser does with bytes. It may throw a {@link StreamError}, and is not called again after. */
export interface ParserSteps {
  push(bytes: Uint8Array): void;
  end(): void;
}

/**
 * A parser that keeps laws 2 and 3, of steps that give messages one by one.
 *
 * @param make Is given the function that takes a complete message.
 */
export function pushParser<Message>(
  make: (give: (message: Message) => void) => ParserSteps,
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

  function taken(step: () => void): Message[] {
    if (failure === undefined) attempt(step);
    const completed = messages;
    messages = [];
    if (failure !== undefined && completed.length === 0) throw failure;
    return completed;
  }

  return {
    push: (bytes) => taken(() => bytes.length > 0 && steps.push(bytes)),
    end: () => taken(() => steps.end()),
  };
}

/**
 * The bound that the options set.
 *
 * @throws {RangeError} When `maxMessageChars` is not a whole number from 1.
 */
export function boundOf({ maxMessageChars = 16_777_216 }: ParserOptions): number {
  requireNumbers("bound messages", { maxMessageChars }, integerFrom(1));
  return maxMessageChars;
}

export function tooLarge(limitChars: number): StreamError {
  return new StreamError({ code: "too-large", limitChars });
}
