import { Buffer } from "node:buffer";

import { type Clock, instantAfter, untilAborted } from "../../clock/index.ts";
import { decodeUtf8File } from "../../wire/index.ts";
import type { PipedInput, Terminal } from "../output/terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Longer than any model's context window. */
const LARGEST_PROMPT_BYTES = 64 * 1_048_576;

/** How long a pipe may stay silent before a message explains the wait. */
const QUIET_MS = 2_000;

/**
 * Reads the prompt: the argument, then the piped text, as in `git diff | millrace stream "Review this"`.
 * Without an argument, or if it is `-`, the piped text alone.
 *
 * Beside an argument, a pipe or a file is read to its end, and a terminal or a device such as `/dev/null` is
 * not read. A socket, which is what many programs start their children with, is read if it sends something
 * within 2 s, because it may stay open forever.
 *
 * @throws {UsageError} When there is no prompt, or what is piped in is not UTF-8 or too large.
 */
export async function readPrompt(
  positionals: readonly string[],
  terminal: Pick<Terminal, "input" | "interrupt" | "err">,
  clock: Clock,
): Promise<string> {
  const [argument, ...extra] = positionals;
  if (extra.length > 0) {
    throw new UsageError(
      `Cannot read the prompt as there must be only one: current number is ${positionals.length}; put it in quotes`,
    );
  }
  const { input, interrupt } = terminal;
  const isAlone = argument === undefined || argument === "-";
  const piped = isAlone ? readAll(input?.chunks ?? []) : readBeside(input, terminal, clock);
  const text = (await untilAborted(piped, interrupt)).trimEnd();
  const prompt = isAlone ? text : [argument, text].filter((part) => part !== "").join("\n\n");
  if (prompt.trim() !== "") return prompt;
  throw new UsageError("Cannot read the prompt as there is none: give it in quotes, or pipe it in");
}

/** The text piped in besides an argument; "" if there is none. */
async function readBeside(
  input: PipedInput | undefined,
  { err }: Pick<Terminal, "err">,
  clock: Clock,
): Promise<string> {
  if (input === undefined || input.kind === "device") return "";
  const chunks = input.chunks[Symbol.asyncIterator]();
  const first = chunks.next();
  if (await isWithin(first, QUIET_MS, clock)) return readAll(resumed(first, chunks));
  if (input.kind === "socket") {
    err("Nothing was piped in within 2 s: only the prompt is sent");
    input.release();
    return "";
  }
  err("Waiting for the end of standard input; add < /dev/null if nothing is piped in");
  return readAll(resumed(first, chunks));
}

async function isWithin(
  promise: Promise<unknown>,
  timeoutMs: number,
  clock: Clock,
): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const cancel = clock.callAt(instantAfter(clock.now(), timeoutMs), () => resolve(false));
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    cancel();
  }
}

/** The chunks of an iterator whose first one has been requested already. */
async function* resumed(
  first: Promise<IteratorResult<unknown>>,
  rest: AsyncIterator<unknown>,
): AsyncGenerator {
  for (let next = await first; next.done !== true; next = await rest.next()) yield next.value;
}

async function readAll(chunks: AsyncIterable<unknown> | Iterable<unknown>): Promise<string> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
    sizeBytes += bytes.length;
    if (sizeBytes > LARGEST_PROMPT_BYTES) {
      throw new UsageError(
        `Cannot read the prompt as it must be at most ${LARGEST_PROMPT_BYTES} bytes: current value is more`,
      );
    }
    parts.push(bytes);
  }
  try {
    return decodeUtf8File(Buffer.concat(parts));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`Cannot read standard input as ${error.message}`, { cause: error });
  }
}
