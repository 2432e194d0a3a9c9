import type { RunEvent, RunProgress } from "../../bench/index.ts";
import { progressAfter } from "../../bench/index.ts";
import { type Clock, elapsedMs, type Instant } from "../../clock/index.ts";
import type { Terminal } from "./terminal.ts";

/** More often would flicker and disturb the measurement. */
const REDRAW_EVERY_MS = 200;

/** Without a terminal, one line per tenth keeps logs short. */
const PARTS = 10;

const BAR_CELLS = 24;

/** Prints the progress of a run: a bar on a terminal, plain lines elsewhere. */
export function benchProgress(
  terminal: Pick<Terminal, "isTty" | "status" | "err">,
  clock: Clock,
): (event: RunEvent) => void {
  let progress: RunProgress | undefined;
  let firstEndedAt: Instant | undefined;
  let drawnAt: Instant | undefined;
  let partsPrinted = 0;

  function draw(shown: RunProgress): void {
    const now = clock.now();
    if (drawnAt !== undefined && elapsedMs(drawnAt, now) < REDRAW_EVERY_MS) return;
    drawnAt = now;
    terminal.status(
      `${bar(shown)}  ${words(shown)}${timeLeft(shown, elapsedMs(firstEndedAt ?? now, now))}`,
    );
  }

  function print(shown: RunProgress): void {
    const parts = Math.floor((shown.ended / shown.trials) * PARTS);
    if (parts === partsPrinted) return;
    partsPrinted = parts;
    terminal.err(words(shown));
  }

  return (event) => {
    if (event.type === "trial-end") firstEndedAt ??= clock.now();
    progress = progressAfter(progress, event);
    if (event.type === "run-end") return;
    if (terminal.isTty) draw(progress);
    else print(progress);
  };
}

function bar({ ended, trials }: RunProgress): string {
  const full = Math.round((ended / trials) * BAR_CELLS);
  return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
}

function words({ ended, trials, failed }: RunProgress): string {
  return `${ended} of ${trials} requests${failed === 0 ? "" : `, ${failed} failed`}`;
}

/** Estimated from the pace since the first request ended, as the setup before it happens once. */
function timeLeft({ ended, trials }: RunProgress, passedMs: number): string {
  if (ended < 2 || ended === trials) return "";
  const leftMs = (passedMs / (ended - 1)) * (trials - ended);
  return `, about ${Math.max(1, Math.round(leftMs / 1000))} s left`;
}
