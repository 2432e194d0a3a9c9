export interface ParallelWork<Item, Result> {
  /** Maximum number of items under way, at least 1. */
  readonly limit: number;
  /** `onFlowing` may be called once the item's start is over; see `rampSteps`. */
  readonly work: (item: Item, onFlowing: () => void) => Promise<Result>;
  /** Called when the caller leaves the loop while items are under way, to abort them. */
  readonly onLeave: () => void;
  /**
   * Number of steps in which the limit is reached: each waits until an item of the previous step flows or has ended.
   *
   * @defaultValue `1`: all start at once.
   */
  readonly rampSteps?: number;
}

/**
 * Works on items, started in order, and yields results as they complete. Closed loop: the next item
 * starts when one has ended.
 *
 * When the caller leaves the loop, no more items start, and those under way are awaited: nothing runs on in the
 * background.
 *
 * @throws {unknown} The first error of `work`, once all items under way have ended.
 */
export async function* inParallel<Item, Result>(
  items: readonly Item[],
  { limit, work, onLeave, rampSteps = 1 }: ParallelWork<Item, Result>,
): AsyncGenerator<Result, void, undefined> {
  const results: { readonly value: Result }[] = [];
  const underWay = new Set<Promise<void>>();
  const step = Math.ceil(limit / rampSteps);
  let allowed = step;
  let wake: () => void = () => undefined;
  let nextIndex = 0;
  let failure: { readonly error: unknown } | undefined;

  async function attempt(item: Item): Promise<void> {
    let hasFlowed = false;
    const onFlowing = () => {
      if (hasFlowed) return;
      hasFlowed = true;
      allowed = Math.min(limit, allowed + step);
      start();
    };
    try {
      results.push({ value: await work(item, onFlowing) });
    } catch (error) {
      failure ??= { error };
    }
    onFlowing();
  }

  function start(): void {
    while (underWay.size < allowed && nextIndex < items.length && failure === undefined) {
      const item = items[nextIndex++];
      if (item === undefined) continue;
      const attempted: Promise<void> = attempt(item).then(() => {
        underWay.delete(attempted);
        start();
        wake();
      });
      underWay.add(attempted);
    }
  }

  const settled = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  start();
  try {
    for (;;) {
      const result = results.shift();
      if (result !== undefined) yield result.value;
      else if (underWay.size > 0) await settled();
      else break;
    }
  } finally {
    nextIndex = items.length;
    if (underWay.size > 0) onLeave();
    await Promise.all(underWay);
  }
  if (failure !== undefined) throw failure.error;
}
