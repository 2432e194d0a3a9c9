import type { RunEvent, RunProgress } from "../../bench/index.ts";
import { progressAfter } from "../../bench/index.ts";
import { type Clock, elapsedMs, type Instant } from "../../clock/index.ts";
import type { Terminal } from "./terminal.ts";

/** Five times a second; more is flicker, and work beside what is measured. */
const REDRAW_EVERY_MS = 200;

/** Where nobody looks, a line for each tenth: logs stay short. */
const PARTS = 10;

const BAR_CELLS = 24;

/** Tells a terminal how a run goes on: a bar where people look, plain lines elsewhere. */
export function benchProgress(
  terminal: Pick<Terminal, "isTty" | "status" | "err">,
  clock: Clock,
): (event: RunEvent) => void {
  let progress: RunProgress | undefined;
  let firstEndedAt: Instant | undefined;
  let drawnAt: Instant | undefined;
  let partsTold = 0;

  function draw(shown: RunProgress): void {
    const now = clock.now();
    if (drawnAt !== undefined && elapsedMs(drawnAt, now) < REDRAW_EVERY_MS) return;
    drawnAt = now;
    terminal.status(
      `${bar(shown)}  ${words(shown)}${timeLeft(shown, elapsedMs(firstEndedAt ?? now, now))}`,
    );
  }

  function tell(shown: RunProgress): void {
    const parts = Math.floor((shown.ended / shown.trials) * PARTS);
    if (parts === partsTold) return;
    partsTold = parts;
    terminal.err(words(shown));
  }

  return (event) => {
    if (event.type === "trial-end") firstEndedAt ??= clock.now();
    progress = progressAfter(progress, event);
    if (event.type === "run-end") return;
    if (terminal.isTty) draw(progress);
    else tell(progress);
  };
}

function bar({ ended, trials }: RunProgress): string {
  const full = Math.round((ended / trials) * BAR_CELLS);
  return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
}

function words({ ended, trials, failed }: RunProgress): string {
  return `${ended} of ${trials} requests${failed === 0 ? "" : `, ${failed} failed`}`;
}

/** From the pace since the first request ended: what comes before it comes once. */
function timeLeft({ ended, trials }: RunProgress, passedMs: number): string {
  if (ended < 2 || ended === trials) return "";
  const leftMs = (passedMs / (ended - 1)) * (trials - ended);
  return `, about ${Math.max(1, Math.round(leftMs / 1000))} s left`;
}
