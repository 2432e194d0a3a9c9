import { sleep } from "../clock/index.ts";
import type { Collected, Trace } from "../events/index.ts";
import type { AskOptions } from "../lifecycle/index.ts";
import { comparisonBundle } from "../protocols/index.ts";
import { replayTrace } from "../providers/index.ts";
import { redactSecrets, valueText } from "../text/index.ts";
import { CELL_HOLD_MS, type KernelSession } from "./kernel-session.ts";
import { checkOptions } from "./checked-options.ts";
import {
  handleOf,
  type Prompt,
  secretsFor,
  showableOf,
  type ShownHandle,
  type ShowOptions,
} from "./show.ts";
import { shownAlready } from "./shown-already.ts";
import { type StreamFeed, streamFeed } from "./stream-feed.ts";
import { thisKernel } from "./this-kernel.ts";

/** How one arm differs from the others: by model, provider and other options of `stream`, or by its buffer. */
export type CompareArm = Omit<ShowOptions, "title"> & AskOptions;

/** Streams that are shown side by side. As the value of a cell, it displays nothing. */
export interface ComparedHandle<Name extends string> {
  readonly arms: Readonly<Record<Name, ShownHandle>>;
  /** Resolves when all streams have ended. Does not reject if one failed: see its `end`. */
  readonly done: Promise<Readonly<Record<Name, Collected>>>;
  /** Ends all streams. */
  stop(): void;
}

/**
 * Shows answers to one prompt side by side: two to four, by the names of the arms. All are requested at the same moment,
 * in random order, and measured by one clock. Resolves as soon as they are on the page.
 *
 * With a recorded trace instead of a prompt, all arms get the same stream at the recorded times, so that only their
 * buffers differ.
 *
 * One comparison is an example, not a result: answers differ from request to request. See `bench` for a verdict.
 *
 * @throws {TypeError} Outside a notebook kernel, when there are not two to four arms, or when `stream` does.
 *
 * @example
 * ```ts
 * const outside = await compare("Why is the sky blue?", { cold: { temperature: 0 }, warm: { temperature: 1 } })
 *   .catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function compare<Name extends string>(
  source: Prompt | Trace,
  arms: Readonly<Record<Name, CompareArm>>,
  options: Pick<ShowOptions, "title"> = {},
): Promise<ComparedHandle<Name>> {
  return compareIn(thisKernel(), { source, arms, ...options });
}

export async function compareIn<Name extends string>(
  session: KernelSession,
  {
    source,
    arms,
    title,
  }: {
    readonly source: Prompt | Trace;
    readonly arms: Readonly<Record<Name, CompareArm>>;
    readonly title?: string | undefined;
  },
): Promise<ComparedHandle<Name>> {
  checkOptions({ title });
  const names = namesOf(arms);
  const feeds = startedFeeds(session, source, new Map(names.map((name) => [name, arms[name]])));
  const inOrder = names.flatMap((name) => feeds.get(name) ?? []);
  const prompt = isTrace(source) ? undefined : inOrder[0]?.prompt;
  const shown = session.open({
    streams: inOrder.map((feed) => ({ feed })),
    bundle: (documents) =>
      comparisonBundle({
        v: 1,
        title: title === undefined ? title : redactSecrets(title, session.secrets()),
        prompt,
        arms: documents.map((stream, index) => ({ name: names[index] ?? "", stream })),
      }),
  });
  for (const [index, feed] of inOrder.entries()) {
    const target = shown[index];
    if (target !== undefined) feed.start(target);
  }
  await sleep(session.clock, CELL_HOLD_MS);
  const handles = names.map((name, index) => {
    const [feed, open] = [inOrder[index], shown[index]];
    if (feed === undefined || open === undefined) throw notArms(name);
    return [name, handleOf(open, feed)] as const;
  });
  return shownAlready({
    arms: byName(handles),
    get done() {
      const ends = handles.map(async ([name, { done }]) => [name, await done] as const);
      return Promise.all(ends).then(byName);
    },
    stop() {
      for (const [, handle] of handles) handle.stop();
    },
  });
}

/** Requests all streams, one right after the other. */
function startedFeeds<Name extends string>(
  session: KernelSession,
  source: Prompt | Trace,
  arms: ReadonlyMap<Name, CompareArm>,
): ReadonlyMap<Name, StreamFeed> {
  const { clock, random } = session;
  checkShared(source, arms);
  // The first request pays for what all share, such as loading code, so none is always first.
  const order = [...arms]
    .map((arm) => ({ arm, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank);
  const feeds = new Map<Name, StreamFeed>();
  try {
    for (const { arm } of order) {
      const [name, { buffer, ...asked }] = arm;
      const showable = isTrace(source)
        ? showableOf("", { ...asked, provider: replayTrace(source), model: source.model })
        : showableOf(source, asked);
      const secrets = secretsFor(session, asked);
      feeds.set(name, streamFeed(showable, { clock, buffer, secrets }));
    }
  } catch (error) {
    // Without this, the requests of the other arms would go on, and no cell would show them.
    for (const feed of feeds.values()) feed.stop("another arm is wrong");
    throw error;
  }
  return feeds;
}

/** A stream can be read once, and a buffer holds the text of one stream. */
function checkShared(source: unknown, arms: ReadonlyMap<string, CompareArm>): void {
  if (typeof Reflect.get(Object(source), Symbol.asyncIterator) === "function") {
    throw new TypeError(
      "Cannot compare as all arms need the same prompt or trace: current value is a stream",
    );
  }
  const buffers = [...arms.values()].flatMap(({ buffer }) => buffer ?? []);
  if (new Set(buffers).size < buffers.length) {
    throw new TypeError(
      "Cannot compare as each arm needs a buffer that no other arm has: current value is one buffer in two arms",
    );
  }
}

const MOST_ARMS = 4;

function namesOf<Name extends string>(arms: Readonly<Record<Name, CompareArm>>): readonly Name[] {
  if (typeof arms !== "object" || arms === null) throw notArms(arms);
  const names: Name[] = [];
  for (const name in arms) {
    if (typeof arms[name] !== "object" || arms[name] === null) throw notArms(arms);
    checkOptions(arms[name]);
    names.push(name);
  }
  if (names.length < 2 || names.length > MOST_ARMS) throw notArms(names);
  return names;
}

function notArms(value: unknown): TypeError {
  return new TypeError(
    `Cannot compare as it needs 2 to ${MOST_ARMS} arms, such as { a: { model: "x" }, b: { model: "y" } }: ` +
      `current value is ${valueText(value)}`,
  );
}

function isTrace(source: Prompt | Trace): source is Trace {
  return Array.isArray(Reflect.get(Object(source), "reads"));
}

function byName<Name extends string, Value>(
  entries: readonly (readonly [Name, Value])[],
): Readonly<Record<Name, Value>> {
  const record = Object.fromEntries(entries);
  const hasAll = (all: unknown): all is Readonly<Record<Name, Value>> =>
    entries.every(([name]) => Object.hasOwn(Object(all), name));
  if (!hasAll(record)) throw notArms(entries);
  return record;
}
