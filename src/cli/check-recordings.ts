import { untilAborted } from "../clock/index.ts";
import { alignColumns, jsonLine } from "../text/index.ts";
import type { Recording } from "../providers/index.ts";
import { measureFidelity, type ReplayFidelity } from "../simulator/index.ts";
import { EXIT, type ExitStatus } from "./exit.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** Largest p99 of the timing error that counts as exact. */
const GOAL_P99_MS = 2;

/**
 * Plays recordings on loopback, one after the other, and prints their timing errors.
 *
 * @returns 1 if one is over the goal.
 * @throws {UsageError} When none has a body.
 */
export async function checkRecordings(
  recordings: readonly Recording[],
  { speed, isJson }: { readonly speed: number; readonly isJson: boolean },
  terminal: Pick<Terminal, "out" | "err" | "interrupt">,
): Promise<ExitStatus> {
  const found: ReplayFidelity[] = [];
  for (const recording of recordings) {
    if (recording.reads.length === 0) continue;
    found.push(await untilAborted(measureFidelity(recording, { speed }), terminal.interrupt));
  }
  if (found.length === 0) {
    throw new UsageError("Cannot check the file as a recording must have a body: none has one");
  }
  const isWithin = found.every(({ p99Ms }) => p99Ms <= GOAL_P99_MS);
  if (isJson) {
    terminal.out(jsonLine({ speed, goalP99Ms: GOAL_P99_MS, isWithin, recordings: found }));
  } else {
    for (const line of fidelityTable(found)) terminal.out(line);
    terminal.err(
      isWithin
        ? `Every p99 is within ${GOAL_P99_MS} ms`
        : `A p99 is over ${GOAL_P99_MS} ms: this machine was too busy`,
    );
  }
  return isWithin ? EXIT.ok : EXIT.failed;
}

/** One row per recording: differences between planned and actual read times. */
export function fidelityTable(found: readonly ReplayFidelity[]): readonly string[] {
  const rows = [
    ["", "reads", "p50 ms", "p99 ms", "max ms", "mean gap error ms"],
    ...found.map(({ reads, p50Ms, p99Ms, maxMs, meanGapErrorMs }, index) => [
      String(index + 1),
      String(reads),
      ...[p50Ms, p99Ms, maxMs, meanGapErrorMs].map((ms) => ms.toFixed(3)),
    ]),
  ];
  return alignColumns(rows, true);
}
