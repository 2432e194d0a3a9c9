/** What all suites share: they measure in rounds, in random order, and print the same table. */
import { existsSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";

import { captureEnvironment } from "../../src/bench/index.ts";
import { elapsedMs, preciseClock } from "../../src/clock/index.ts";
import { quantile, seededRandom, sorted } from "../../src/stats/index.ts";

/** One thing that is measured. */
export interface BenchCase {
  readonly name: string;
  /** The unit of a sample: `µs/delta`. */
  readonly unit: string;
  /** Does the work once and gives one sample, in the unit. */
  readonly sample: () => number | Promise<number>;
  /** The limit for passing, in the unit; `undefined` if there is none. */
  readonly atMost?: number | undefined;
}

/** What was measured of one thing: one sample a round. */
export type BenchRow = Omit<BenchCase, "sample"> & { readonly samples: readonly number[] };

const clock = preciseClock();

/** Milliseconds that the work takes. What the work before it left behind is collected first. */
export function timeMs(work: () => void): number {
  globalThis.gc?.();
  const from = clock.now();
  work();
  return elapsedMs(from, clock.now());
}

/**
 * As {@link timeMs}, for work that waits.
 *
 * @param warmUp Is done first, untimed: with the objects that are collected, V8 gives up what it has compiled
 * for their shapes, and compiles it again in the tens of milliseconds that follow.
 */
export async function timeMsAsync(
  work: () => Promise<unknown>,
  warmUp?: () => Promise<unknown>,
): Promise<number> {
  globalThis.gc?.();
  await warmUp?.();
  const from = clock.now();
  await work();
  return elapsedMs(from, clock.now());
}

/**
 * Measures all cases, interleaved: every round takes each once, in another order, so that what the machine
 * does meanwhile falls on all of them. The first round warms up and does not count.
 */
export async function measureInRounds(
  cases: readonly BenchCase[],
  rounds: number,
): Promise<BenchRow[]> {
  const random = seededRandom(20260820);
  const samples = new Map<BenchCase, number[]>(cases.map((one) => [one, []]));
  for (let round = 0; round <= rounds; round++) {
    const order = cases
      .map((one) => ({ one, place: random() }))
      .toSorted((a, b) => a.place - b.place);
    for (const { one } of order) {
      const sample = await one.sample();
      if (round > 0) samples.get(one)?.push(sample);
    }
  }
  return cases.map((one) => ({ ...one, samples: samples.get(one) ?? [] }));
}

/** Returns the ratio of two rows, round by round. */
export function ratioRow(a: BenchRow, b: BenchRow, atMost?: number): BenchRow {
  const samples = a.samples.map((sample, round) => sample / (b.samples[round] ?? Number.NaN));
  return { name: `${a.name} ÷ ${b.name}`, unit: "times", samples, atMost };
}

/**
 * Returns the interval of the median with at least 95 % confidence, for any distribution; `undefined` for
 * fewer than 6 samples, which allow no interval with that confidence.
 *
 * @see W. J. Conover, "Practical Nonparametric Statistics", 3rd edition, 1999, section 3.2.
 */
export function medianInterval(samples: readonly number[]): readonly [number, number] | undefined {
  const ordered = sorted(samples);
  const count = ordered.length;
  // The chance that fewer than `rank` of the samples are below the median.
  let tail = 0;
  let term = 0.5 ** count;
  let rank = 0;
  while (tail + term <= 0.025) {
    tail += term;
    rank++;
    term *= (count - rank + 1) / rank;
  }
  const low = ordered[rank - 1];
  const high = ordered[count - rank];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/**
 * Whether a row is within its limit: decided only if the whole interval is on one side. With too few samples for an
 * interval, all of them have to be on one side.
 */
export function verdictOf({ samples, atMost }: BenchRow): "" | "passes" | "fails" | "cannot tell" {
  if (atMost === undefined) return "";
  const [low, high] = medianInterval(samples) ?? [Math.min(...samples), Math.max(...samples)];
  if (high <= atMost) return "passes";
  return low > atMost ? "fails" : "cannot tell";
}

/** The rows as a Markdown table: the median of the rounds with its interval, all of them, the line. */
export function benchTable(title: string, rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => {
    const ordered = sorted(row.samples);
    const cells = [
      row.name,
      row.unit,
      digits(quantile(ordered, 0.5)),
      medianInterval(row.samples)?.map(digits).join(" to ") ?? "",
      `${digits(quantile(ordered, 0))} to ${digits(quantile(ordered, 1))}`,
      String(row.samples.length),
      row.atMost === undefined ? "" : `≤ ${row.atMost}`,
      verdictOf(row),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `## ${title}`,
    "",
    "| case | unit | median | its 95 % interval | least to most | rounds | line | verdict |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...lines,
    "",
  ].join("\n");
}

/** Ticks of all processors so far, and those of them that other machines on the same iron have taken. */
function ticks(): { readonly all: number; readonly stolen: number } | undefined {
  if (!existsSync("/proc/stat")) return undefined;
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const [, ...counts] = line.split(/ +/u).map(Number);
  return { all: counts.reduce((sum, count) => sum + count, 0), stolen: counts[7] ?? 0 };
}

const before = ticks();

/**
 * The share of the processors' time that other machines have taken since the suite began, for a virtual machine
 * on Linux. From a few per cent on, figures of single milliseconds are theirs.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_stat.5.html} "steal".
 */
function stolenLine(): string {
  const now = ticks();
  if (before === undefined || now === undefined) return "";
  const share = (now.stolen - before.stolen) / (now.all - before.all);
  return `, ${(share * 100).toFixed(1)} % of the processors taken by others`;
}

/** What the figures depend on, in one line: runtime, processor, and how busy the machine is. */
export function environmentLine(): string {
  const { runtime, cpu, cores, platform, memoryGiB } = captureEnvironment();
  const load = (loadavg()[0] ?? Number.NaN).toFixed(1);
  const collector = globalThis.gc === undefined ? "no --expose-gc" : "collected before each sample";
  return `${runtime}, ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}, load ${load}${stolenLine()}, ${collector}`;
}

/** Prints a suite, and makes the process fail when a line is missed for certain. */
export function printSuite(tables: Readonly<Record<string, readonly BenchRow[]>>): void {
  process.stdout.write(`${environmentLine()}\n\n`);
  for (const [title, rows] of Object.entries(tables)) {
    process.stdout.write(`${benchTable(title, rows)}\n`);
    if (rows.some((row) => verdictOf(row) === "fails")) process.exitCode = 1;
  }
}

const digits = (value: number): string => Number(value.toPrecision(3)).toString();
