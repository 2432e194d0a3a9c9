import { type Cancel, type Instant, instantAfter, sleep } from "../clock/index.ts";
import type { MimeBundle } from "../protocols/index.ts";
import { valueText } from "../text/index.ts";
import { CELL_HOLD_MS, type KernelSession } from "./kernel-session.ts";
import { thisKernel } from "./this-kernel.ts";

/** A part of a cell's output that can be replaced, such as progress. */
export interface LiveDisplay {
  /** Shows the newest bundle, at most twice a second. Drops those in between. */
  update(bundle: MimeBundle): void;
  /** Shows the last bundle immediately, and resolves when it has been sent. */
  finish(bundle: MimeBundle): Promise<void>;
}

const UPDATE_MS = 500;

/**
 * Shows a bundle in the current cell, which can be replaced any number of times.
 *
 * @throws {TypeError} Outside a notebook kernel, or when the bundle is no object.
 *
 * @example
 * ```ts
 * const outside = await liveDisplay({ "text/plain": "0 %" }).catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function liveDisplay(first: MimeBundle): Promise<LiveDisplay> {
  return liveDisplayIn(thisKernel(), first);
}

export async function liveDisplayIn(
  session: KernelSession,
  first: MimeBundle,
): Promise<LiveDisplay> {
  const { clock } = session;
  checkBundle(first);
  const replace = session.display(first);
  await sleep(clock, CELL_HOLD_MS);
  let newest: MimeBundle | undefined;
  let updatedAt: Instant = clock.now();
  let waiting: Cancel | undefined;

  function flush(): void {
    waiting?.();
    waiting = undefined;
    if (newest !== undefined) replace(newest);
    newest = undefined;
    updatedAt = clock.now();
  }

  return {
    update(bundle) {
      checkBundle(bundle);
      newest = bundle;
      waiting ??= clock.callAt(instantAfter(updatedAt, UPDATE_MS), flush);
    },
    async finish(bundle) {
      checkBundle(bundle);
      newest = bundle;
      flush();
      await sleep(clock, CELL_HOLD_MS);
    },
  };
}

/** Notebooks are not type-checked before they run. */
function checkBundle(bundle: unknown): void {
  if (typeof bundle === "object" && bundle !== null && !Array.isArray(bundle)) return;
  throw new TypeError(
    `Cannot display a bundle as it must have data by MIME type: current value is ${valueText(bundle)}`,
  );
}

/**
 * Returns a signal that is aborted when the user interrupts the kernel (■ in JupyterLab). Streams do not need it: an
 * interrupt stops them.
 *
 * @throws {TypeError} Outside a notebook kernel.
 *
 * @example
 * ```ts
 * let outside = "";
 * try { interruptSignal(); } catch (error) { outside = error.name; }
 * outside; // "TypeError"
 * ```
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const cancel = thisKernel().onInterrupt(() => {
    cancel();
    controller.abort(new Error("the kernel was interrupted"));
  });
  return controller.signal;
}
