import { POSITIVE_OR_INFINITE, requireNumbers } from "../stats/index.ts";

/**
 * A queue with a limit in bytes. A stream reads ahead of its consumer, because fetch discards received data when the
 * connection is reset; the limit keeps a slow consumer from filling the memory.
 */
export interface BoundedQueue<Item> {
  push(item: Item, sizeBytes: number): void;
  /** Accepts no more items. */
  close(): void;
  /** Resolves with the next item; `undefined` after the last one. Only one call may be pending. */
  take(): Promise<Item | undefined>;
  /** Drops all items and resolves a pending `take`. */
  clear(): void;
  /** Resolves as soon as the queue holds less than the limit. */
  room(): Promise<void>;
  readonly heldBytes: number;
}

/**
 * Returns an empty queue. `push` always succeeds. Callers await `room` before they read on, so the limit is exceeded by at
 * most one read.
 *
 * @throws {RangeError} When `limitBytes` is not positive.
 */
export function boundedQueue<Item>(limitBytes: number): BoundedQueue<Item> {
  requireNumbers("queue", { limitBytes }, POSITIVE_OR_INFINITE);
  // An array with a moving head, because `shift` moves every item of a long array.
  let items: { readonly item: Item; readonly sizeBytes: number }[] = [];
  let head = 0;
  let heldBytes = 0;
  let closed = false;
  let taker: (() => void) | undefined;
  let waitingForRoom: (() => void) | undefined;

  function empty(): void {
    items = [];
    head = 0;
  }

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
    if (head === items.length) empty();
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
      empty();
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
