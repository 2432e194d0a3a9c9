import { type Clock, elapsedMs, type Instant, instantAfter } from "millrace/clock";

/** Time for all panes of a frame together. The rest of a frame of 16 ms is for layout, paint and the page's own work. */
const BUDGET_MS = 4;

/** Most time of one pane in a frame if others wait, so that a long catch-up does not starve them. */
const SHARE_MS = 2;

/** A pane outside the viewport is painted this often. */
const OFFSCREEN_MS = 500;

/** Panes are painted after this time if no frame comes, such as in a throttled iframe. */
const STARVED_MS = 250;

/** What the scheduler paints. */
export interface ScheduledPane {
  /**
   * Writes to the document. Reads no layout, which would cost one for each pane: that is for a `ResizeObserver`.
   *
   * @param isLate Whether the pane's time in this frame is over. A paint that takes long checks it and stops.
   * @returns Whether all is painted. If not, it is called again with the next frame.
   */
  readonly paint: (isLate: () => boolean) => boolean;
}

/** The frames of one pane. */
export interface PaneFrames {
  /** Paints the pane soon, and once however often this is called before. */
  request(): void;
  dispose(): void;
}

/** The page that panes are on. The browser's is in `pageFrames()`. */
export interface FramePage {
  readonly clock: Clock;
  /** Calls back with the next frame. Returns the function that cancels that. */
  requestFrame(callback: () => void): () => void;
  /** Whether the page is in a hidden tab. */
  isHidden(): boolean;
  /** Calls back whenever the page is no longer hidden. */
  onShown(callback: () => void): void;
  isFocused(element: HTMLElement): boolean;
  /** Whether the element has a box. Those of hidden dock tabs have none. */
  isRendered(element: HTMLElement): boolean;
  /** Calls back when the element enters or leaves the viewport. Returns the function that ends that. */
  observe(element: HTMLElement, callback: (isVisible: boolean) => void): () => void;
}

interface Pane extends ScheduledPane {
  readonly element: HTMLElement;
  isWaiting: boolean;
  isVisible: boolean;
  paintedAt: Instant | undefined;
}

/**
 * Paints all panes of a page with one `requestAnimationFrame` and one budget of 4 ms a frame. The pane that has the focus
 * comes first, then the one that was painted longest ago. Panes outside the viewport are painted at 2 Hz, those without a
 * box and those of hidden tabs not at all; they catch up once they are visible.
 *
 * ```ts
 * const frames = pageFrames().register(root, { paint: (isLate) => markdown.show(text, isComplete, isLate) });
 * frames.request(); // whenever something has changed
 * ```
 */
export function frameScheduler(page: FramePage) {
  const { clock } = page;
  /** In the order of their last paint. */
  const panes = new Set<Pane>();
  let cancel: (() => void) | undefined;
  let isFramePending = false;
  page.onShown(schedule);

  function schedule(): void {
    if (isFramePending || page.isHidden()) return;
    const now = clock.now();
    const waiting = [...panes].filter((pane) => pane.isWaiting && canPaint(pane));
    if (waiting.length === 0) return;
    cancelRun();
    const dueAt = Math.min(...waiting.map((pane) => dueAtOf(pane) ?? now));
    if (dueAt > now) {
      cancel = clock.callAt(instantAfter(now, dueAt - now), run);
      return;
    }
    isFramePending = true;
    const cancelFrame = page.requestFrame(run);
    const cancelTimer = clock.callAt(instantAfter(now, STARVED_MS), run);
    cancel = () => {
      cancelFrame();
      cancelTimer();
    };
  }

  function cancelRun(): void {
    cancel?.();
    cancel = undefined;
    isFramePending = false;
  }

  function canPaint(pane: Pane): boolean {
    return pane.isVisible || page.isRendered(pane.element);
  }

  function run(): void {
    cancelRun();
    if (page.isHidden()) return;
    const now = clock.now();
    const due = [...panes].filter(
      (pane) => pane.isWaiting && canPaint(pane) && (dueAtOf(pane) ?? now) <= now,
    );
    const focused = due.findIndex(({ element }) => page.isFocused(element));
    if (focused > 0) due.unshift(...due.splice(focused, 1));
    try {
      paintInTurn(due, panes, clock);
    } finally {
      schedule();
    }
  }

  return {
    /** @param element Decides whether the pane is visible and has the focus. */
    register(element: HTMLElement, painter: ScheduledPane): PaneFrames {
      const pane: Pane = {
        ...painter,
        element,
        isWaiting: false,
        // Until the first observation, so that a new pane is painted with the next frame.
        isVisible: true,
        paintedAt: undefined,
      };
      panes.add(pane);
      const unobserve = page.observe(element, (isVisible) => {
        pane.isVisible = isVisible;
        if (isVisible) schedule();
      });
      return {
        request() {
          pane.isWaiting = true;
          schedule();
        },
        dispose() {
          unobserve();
          panes.delete(pane);
        },
      };
    },
  };
}

function dueAtOf({ isVisible, paintedAt }: Pane): Instant | undefined {
  return isVisible || paintedAt === undefined ? undefined : instantAfter(paintedAt, OFFSCREEN_MS);
}

/** Paints as many of the due panes as the budget allows, and moves them to the end of `panes`. */
function paintInTurn(due: readonly Pane[], panes: Set<Pane>, clock: Clock): void {
  const startedAt = clock.now();
  for (const [index, pane] of due.entries()) {
    if (!panes.has(pane)) continue;
    const paneStartedAt = clock.now();
    // The first one is always painted: a slow frame must not stop everything.
    if (index > 0 && elapsedMs(startedAt, paneStartedAt) >= BUDGET_MS) return;
    const shareMs = due.length > 1 ? SHARE_MS : BUDGET_MS;
    const isLate = () => {
      const now = clock.now();
      return elapsedMs(startedAt, now) >= BUDGET_MS || elapsedMs(paneStartedAt, now) >= shareMs;
    };
    pane.paintedAt = paneStartedAt;
    // Before the paint, so that a request within it counts, and a pane that throws is not painted again and again.
    pane.isWaiting = false;
    panes.delete(pane);
    panes.add(pane);
    if (!pane.paint(isLate)) pane.isWaiting = true;
  }
}
