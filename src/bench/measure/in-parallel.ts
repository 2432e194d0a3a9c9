export interface ParallelWork<Item, Result> {
  /** How many items may be under way at once, at least 1. */
  readonly limit: number;
  /** `onFlowing` may be called once the item's start is over; see `rampSteps`. */
  readonly work: (item: Item, onFlowing: () => void) => Promise<Result>;
  /** Called when the loop is left while items are under way: the moment to abort them. */
  readonly onLeave: () => void;
  /**
   * In how many steps the limit is reached: each step waits until an item of the one before flows or has ended.
   *
   * @defaultValue `1`: all start at once.
   */
  readonly rampSteps?: number;
}

/**
 * Works on items, started in their order; yields results as they come. Closed loop: the next item is
 * started when one has ended.
 *
 * Leaving the loop starts no more, and awaits what is under way: nothing runs on behind the caller's
 * back.
 *
 * @throws {unknown} What `work` throws first, when all that was under way has ended.
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
