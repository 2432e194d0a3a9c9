import { displayWidth, padToWidth, plainText } from "../../text/index.ts";
import type { RunProgress } from "../../bench/index.ts";
import { formatCount } from "../words/format.ts";
import { html } from "./markup.ts";

/** Progress of a run as MIME types that every front end shows. */
export interface ProgressBundle {
  readonly "text/plain": string;
  readonly "text/html": string;
}

const BAR_CELLS = 24;
const LONGEST_NAME_CELLS = 24;

/**
 * Renders the progress of a run for a cell that is updated: a bar for the whole run and a line for each arm. Text
 * only, so that updates are cheap; two per second are enough.
 *
 * @example
 * ```ts
 * const arms = [{ name: "immediate", ended: 6, failed: 0 }];
 * const progress = { status: "running", runId: "r", trials: 24, ended: 6, failed: 0, arms } as const;
 * progressBundle(progress)["text/plain"].split("\n")[0];
 * // "running  ██████░░░░░░░░░░░░░░░░░░   25 %  6 of 24 requests"
 * ```
 */
export function progressBundle(progress: RunProgress): ProgressBundle {
  const text = progressLines(progress).join("\n");
  return { "text/html": html`<pre>${text}</pre>`.markup, "text/plain": text };
}

function progressLines({ status, trials, ended, failed, arms }: RunProgress): string[] {
  const share = trials === 0 ? 0 : Math.min(1, ended / trials);
  const names = arms.map(({ name }) => shortened(plainText(name)));
  const nameWidth = Math.max(0, ...names.map((name) => displayWidth(name)));
  const full = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  return [
    `${status}  ${bar}  ${String(Math.round(share * 100)).padStart(3)} %  ${ended} of ${formatCount(trials, "request")}${failures(failed)}`,
    ...arms.map(
      (arm, index) =>
        `  ${padToWidth(names[index] ?? "", nameWidth, false)}  ${formatCount(arm.ended, "answer")}${failures(arm.failed)}`,
    ),
  ];
}

function failures(failed: number): string {
  return failed === 0 ? "" : `, ${failed} failed`;
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME_CELLS ? name : `${name.slice(0, LONGEST_NAME_CELLS - 1)}…`;
}
