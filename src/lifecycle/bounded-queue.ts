import { POSITIVE_OR_INFINITE, requireNumbers } from "../stats/index.ts";

/**
 * What has arrived and was not yet taken, bounded in bytes.
 *
 * A session reads ahead of its consumer, because fetch throws away what it has received when the
 * connection is reset; the bound is what keeps a slow consumer from filling the memory.
 */
export interface BoundedQueue<Item> {
  push(item: Item, sizeBytes: number): void;
  /** No more comes. What is there can still be taken. */
  close(): void;
  /** The next item; waits for one; `undefined` when there will be none. One taker at a time. */
  take(): Promise<Item | undefined>;
  /** Drops what is there, and lets a waiting taker go. */
  clear(): void;
  /** Settles when less than the bound is held; at once where it is. */
  room(): Promise<void>;
  readonly heldBytes: number;
}

/**
 * An empty queue. `push` always succeeds: the bound is kept by whoever awaits `room` before reading on,
 * so it is exceeded by at most one read.
 *
 * @throws {RangeError} When `limitBytes` is not positive.
 *
 * @example
 * ```ts
 * const queue = boundedQueue<string>(1024);
 * queue.push("a", 1);
 * await queue.take(); // "a"
 * ```
 */
export function boundedQueue<Item>(limitBytes: number): BoundedQueue<Item> {
  requireNumbers("queue", { limitBytes }, POSITIVE_OR_INFINITE);
  // A list with a moving head: `shift` moves every item of a long list.
  let items: { readonly item: Item; readonly sizeBytes: number }[] = [];
  let head = 0;
  let heldBytes = 0;
  let closed = false;
  let taker: (() => void) | undefined;
  let waitingForRoom: (() => void) | undefined;

  function wakeTaker(): void {
    taker?.();
    taker = undefined;
  }

  function makeRoom(sizeBytes: number): void {
    heldBytes -= sizeBytes;
    if (heldBytes >= limitBytes) return;
    waitingForRoom?.();
    waitingForRoom = undefined;
  }

  function next(): Item | undefined {
    const entry = items[head];
    if (entry === undefined) return undefined;
    head++;
    if (head === items.length) {
      items = [];
      head = 0;
    }
    makeRoom(entry.sizeBytes);
    return entry.item;
  }

  return {
    push(item, sizeBytes) {
      if (closed) return;
      items.push({ item, sizeBytes });
      heldBytes += sizeBytes;
      wakeTaker();
    },
    close() {
      closed = true;
      wakeTaker();
    },
    async take() {
      if (head >= items.length && !closed) {
        await new Promise<void>((resolve) => {
          taker = resolve;
        });
      }
      return next();
    },
    clear() {
      items = [];
      head = 0;
      makeRoom(heldBytes);
      wakeTaker();
    },
    room: () =>
      heldBytes < limitBytes
        ? Promise.resolve()
        : new Promise((resolve) => {
            waitingForRoom = resolve;
          }),
    get heldBytes() {
      return heldBytes;
    },
  };
}
