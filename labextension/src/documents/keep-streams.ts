import { type Clock, elapsedMs, type Instant, instantAfter } from "millrace/clock";
import type { ReceivedStream } from "millrace/protocols";

import type { StreamHub, StreamName } from "../kernel/stream-hub.ts";
import type { Feed } from "../view/stream-controls.ts";
import { asJson, mayStoreStreams, storedStreams, updatedData } from "./stored-streams.ts";

/** The parts of JupyterLab's models that hold outputs: those of notebooks and of consoles. */
export interface OutputHost {
  /** The models of all cells. Only those of code cells have outputs. */
  cells(): Iterable<object>;
  /** The id of the document's kernel; `undefined` without one. */
  kernel(): string | undefined;
  readonly changed: Changes;
  readonly disposed: Changes;
  /** Emits just before the document is written to a file. */
  readonly saving?: Changes | undefined;
}

export interface Changes {
  connect(slot: () => void): boolean;
}

export interface OutputList {
  readonly length: number;
  get(index: number): Output;
  readonly changed: Changes;
}

export interface Output {
  readonly data: object;
  setData(options: { readonly data: Output["data"] }): void;
}

/** How often a live stream is written into its output, in case the page is closed. */
const KEEP_MS = 10_000;

/** A cell that is moved is removed and inserted again. */
const MOVE_MS = 250;

interface Kept {
  readonly name: StreamName;
  readonly unfollow: () => void;
  outputs: readonly Output[];
  newest: ReceivedStream | undefined;
  feed: Feed;
  keptAt: Instant;
  /** What was written last, and is not written again. */
  written: ReceivedStream | undefined;
}

interface Keeper {
  readonly hub: StreamHub;
  readonly host: OutputHost;
  readonly clock: Clock;
  readonly kept: Map<string, Kept>;
  readonly lists: WeakSet<OutputList>;
  readonly namesOf: WeakMap<Output, readonly StreamName[]>;
  isScanDue: boolean;
  isDisposed: boolean;
}

/**
 * Keeps the outputs of a document as new as its streams: whenever it is saved, at the end of a stream, and every ten
 * seconds. Outputs outside the viewport have no renderer, so this does not depend on one.
 *
 * A stream whose last output is removed, by a new run of its cell, by clearing or by deleting it, is released. One whose
 * document is closed goes on.
 */
export function keepStreams(hub: StreamHub, host: OutputHost, clock: Clock): void {
  const keeper: Keeper = {
    hub,
    host,
    clock,
    kept: new Map(),
    lists: new WeakSet(),
    namesOf: new WeakMap(),
    isScanDue: false,
    isDisposed: false,
  };
  host.changed.connect(() => scanSoon(keeper));
  host.saving?.connect(() => {
    scan(keeper);
    for (const kept of keeper.kept.values()) write(keeper, kept);
  });
  host.disposed.connect(() => {
    keeper.isDisposed = true;
    for (const { unfollow } of keeper.kept.values()) unfollow();
    keeper.kept.clear();
  });
  scan(keeper);
}

/** Changes come in groups, and a cell that is moved is not there in between. */
function scanSoon(keeper: Keeper): void {
  if (keeper.isScanDue) return;
  keeper.isScanDue = true;
  keeper.clock.callAt(keeper.clock.now(), () => scan(keeper));
}

function scan(keeper: Keeper): void {
  keeper.isScanDue = false;
  if (keeper.isDisposed) return;
  const found = outputsByStream(keeper);
  for (const [key, { name, outputs }] of found) {
    const kept = keeper.kept.get(key) ?? keep(keeper, name);
    keeper.kept.set(key, kept);
    if (isSameList(kept.outputs, outputs)) continue;
    kept.outputs = outputs;
    kept.written = undefined;
    // Undo and a kernel's late update bring back older states.
    if (isFinal(kept)) write(keeper, kept);
  }
  const gone = [...keeper.kept].filter(([key]) => !found.has(key));
  if (gone.length === 0) return;
  keeper.clock.callAt(instantAfter(keeper.clock.now(), MOVE_MS), () => dropRemoved(keeper, gone));
}

function dropRemoved(keeper: Keeper, gone: readonly (readonly [string, Kept])[]): void {
  if (keeper.isDisposed) return;
  const found = outputsByStream(keeper);
  for (const [key, { name, unfollow }] of gone) {
    if (found.has(key) || !keeper.kept.delete(key)) continue;
    unfollow();
    keeper.hub.release(name, keeper.host.kernel());
  }
}

function outputsByStream(keeper: Keeper): Map<string, { name: StreamName; outputs: Output[] }> {
  const found = new Map<string, { name: StreamName; outputs: Output[] }>();
  for (const output of outputsOf(keeper)) {
    for (const name of namesIn(keeper, output)) {
      const key = `${name.session} ${name.id}`;
      const entry = found.get(key) ?? { name, outputs: [] };
      entry.outputs.push(output);
      found.set(key, entry);
    }
  }
  return found;
}

function* outputsOf(keeper: Keeper): Generator<Output, void, undefined> {
  for (const cell of keeper.host.cells()) {
    const list: unknown = Reflect.get(cell, "outputs");
    if (!isOutputList(list)) continue;
    if (!keeper.lists.has(list)) {
      keeper.lists.add(list);
      list.changed.connect(() => scanSoon(keeper));
    }
    for (let index = 0; index < list.length; index++) yield list.get(index);
  }
}

/** Reading an output copies all of its data, so it is done once. */
function namesIn({ namesOf }: Keeper, output: Output): readonly StreamName[] {
  const known = namesOf.get(output);
  if (known !== undefined) return known;
  const { data } = output;
  const stored = mayStoreStreams(data) ? storedStreams(data) : undefined;
  const names = stored?.streams.map(({ session, id }) => ({ session, id })) ?? [];
  namesOf.set(output, names);
  return names;
}

function keep(keeper: Keeper, name: StreamName): Kept {
  const kept: Kept = {
    name,
    unfollow: () => unfollow(),
    outputs: [],
    newest: undefined,
    feed: "connecting",
    keptAt: keeper.clock.now(),
    written: undefined,
  };
  const unfollow = keeper.hub.follow(name, (stream, feed) => {
    kept.newest = stream;
    kept.feed = feed;
    const isDue = elapsedMs(kept.keptAt, keeper.clock.now()) >= KEEP_MS;
    if (isDue || isFinal(kept)) write(keeper, kept);
  });
  return kept;
}

function isFinal({ newest, feed }: Kept): boolean {
  return newest?.state === "ended" || feed === "gone";
}

function write({ kept: all, clock }: Keeper, kept: Kept): void {
  const { newest, written, outputs, name } = kept;
  if (newest === undefined || (written?.seq === newest.seq && written.end === newest.end)) return;
  kept.keptAt = clock.now();
  kept.written = newest;
  for (const output of outputs) {
    const data = updatedData(output.data, ({ session, id }) =>
      session === name.session && id === name.id ? newest : all.get(`${session} ${id}`)?.newest,
    );
    if (data !== undefined) output.setData({ data: asJson(data) });
  }
}

function isOutputList(value: unknown): value is OutputList {
  return typeof Reflect.get(Object(value), "get") === "function";
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
