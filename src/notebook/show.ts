import type { BufferStrategy } from "../buffers/index.ts";
import { sleep } from "../clock/index.ts";
import type { Collected } from "../events/index.ts";
import { type AskOptions, stream } from "../lifecycle/index.ts";
import { streamBundle, type StreamDocument } from "../protocols/index.ts";
import type { ChatMessage } from "../providers/index.ts";
import { redactSecrets, secretsIn, valueText } from "../text/index.ts";
import { checkOptions } from "./checked-options.ts";
import { CELL_HOLD_MS, type KernelSession, type OpenStream } from "./kernel-session.ts";
import { shownAlready } from "./shown-already.ts";
import { type Showable, type StreamFeed, streamFeed } from "./stream-feed.ts";
import { thisKernel } from "./this-kernel.ts";
import type { SecretSource } from "./without-secrets.ts";

/** Options of {@link show}. With a prompt, those of `stream` as well. */
export interface ShowOptions {
  /** A heading above the answer. */
  readonly title?: string | undefined;
  /** Decides when text may be shown. @defaultValue Text is shown as it arrives. */
  readonly buffer?: BufferStrategy | undefined;
}

/** A stream that is shown in a cell. As the value of a cell, it displays nothing. */
export interface ShownHandle {
  readonly id: string;
  /**
   * Resolves when the stream has ended; after a retry, when the latest attempt has. Does not reject if it failed: see
   * `end`.
   */
  readonly done: Promise<Collected>;
  /** Ends the stream. What has arrived stays. */
  stop(): void;
  /** Returns the stream as it is now, for `exportHtml` and others of `millrace/protocols`. */
  document(): StreamDocument;
}

/** What can be asked: a user message, or a whole conversation. */
export type Prompt = string | readonly ChatMessage[];

/**
 * Shows an answer in the current cell while it is generated, and stores it in the notebook. Resolves as soon as the stream
 * is on the page, so that the cell ends and others can run. Await `done` of the result to wait for the end.
 *
 * @param source A prompt for `stream`, with its options; or a stream, or any iterable of events.
 * @throws {TypeError} Outside a notebook kernel, when the source is none of these, when an option has the wrong type, or
 * when `stream` does.
 *
 * @example
 * ```ts
 * const outside = await show("Why is the sky blue?", { title: "Sky", temperature: 0 }).catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function show(
  source: Prompt,
  options?: ShowOptions & AskOptions,
): Promise<ShownHandle>;
export async function show(source: Showable, options?: ShowOptions): Promise<ShownHandle>;
export async function show(
  source: Prompt | Showable,
  options: ShowOptions & AskOptions = {},
): Promise<ShownHandle> {
  return showIn(thisKernel(), source, options);
}

export async function showIn(
  session: KernelSession,
  source: Prompt | Showable,
  options: ShowOptions & AskOptions = {},
): Promise<ShownHandle> {
  checkOptions(options);
  const { title, buffer, ...asked } = options;
  const { clock } = session;
  const secrets = secretsFor(session, asked);
  const feed = streamFeed(showableOf(source, asked), { clock, buffer, secrets });
  const [shown] = session.open({
    streams: [{ title: title === undefined ? title : redactSecrets(title, secrets()), feed }],
    bundle: ([document]) => (document === undefined ? {} : streamBundle(document)),
  });
  if (shown === undefined) throw new Error("Cannot show the stream as the session opened none");
  feed.start(shown);
  await sleep(clock, CELL_HOLD_MS);
  return handleOf(shown, feed);
}

/** The secrets of the kernel's environment and of that of a request. */
export function secretsFor(
  { secrets }: KernelSession,
  { environment = {} }: Pick<AskOptions, "environment">,
): SecretSource {
  return () => [...secrets(), ...secretsIn(environment)];
}

export function handleOf({ id, document }: OpenStream, feed: StreamFeed): ShownHandle {
  return shownAlready({
    id,
    document,
    get done() {
      return feed.done;
    },
    stop: () => feed.stop("stopped"),
  });
}

/** @throws {TypeError} When it is neither a prompt nor a stream. */
export function showableOf(source: Prompt | Showable, asked: AskOptions): Showable {
  if (typeof source === "string") return stream(source, asked);
  if (isIterable(source)) return source;
  if (Array.isArray(source)) return stream(source, asked);
  throw new TypeError(
    `Cannot show the source as it must be a prompt, messages, or a stream: current value is ${valueText(source)}`,
  );
}

function isIterable(source: Prompt | Showable): source is Showable {
  return typeof Reflect.get(Object(source), Symbol.asyncIterator) === "function";
}
