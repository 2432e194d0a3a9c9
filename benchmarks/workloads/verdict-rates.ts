import type { Plan, RequestRecord } from "../../src/bench/index.ts";
import { conclude } from "../../src/report/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { gaussian, madeRun } from "./made-run.ts";

/** A kind of data with a known effect, to test verdicts on. */
export interface VerdictCase {
  readonly name: string;
  /** Both are primary. */
  readonly metrics: readonly [string, string];
  /** Of both metrics, on their scale. */
  readonly margin: Plan["margins"][string];
  /** The effect of no difference, and one just beyond the margin, on the scale that is printed. */
  readonly none: number;
  readonly beyond: number;
  /** Share of requests that fail, each for itself. */
  readonly failing: number;
  /** One metric of both requests of a pair, with this true effect. */
  readonly figures: (random: Random, effect: number) => readonly [number, number];
}

/** What {@link countVerdicts} counts: false verdicts, and intervals that contain the true value. */
export interface VerdictRates {
  readonly runs: number;
  /** Runs with two arms alike in which a metric was called better or worse. */
  readonly falselyDifferent: number;
  /** Runs with effects beyond the margin in which a metric was called equivalent. */
  readonly falselyEquivalent: number;
  /** Runs with two arms alike in which a metric was called equivalent in the middle only. */
  readonly falselyUneven: number;
  /** Runs, of both kinds, in which the first metric had an interval. */
  readonly intervals: number;
  /** Of these, how many contained the true effect. */
  readonly covered: number;
  /** Quantiles of the shift function of the first metric, in the runs with two arms alike. */
  readonly quantiles: number;
  /** Of these, how many had an interval that contained "no effect". */
  readonly quantilesCovered: number;
}

const RATIO = { kind: "ratio", share: 0.05 } as const;
const TIMES = {
  metrics: ["ttft@wire", "tpot@wire"],
  margin: RATIO,
  none: 1,
  beyond: 1.0501,
  failing: 0,
} as const;

/** Both requests of a pair share a prompt, and each has separate noise. */
function times(noise: (random: Random) => number): VerdictCase["figures"] {
  return (random, effect) => {
    const prompt = 200 * Math.exp(0.3 * gaussian(random));
    return [prompt * Math.exp(noise(random)), prompt * effect * Math.exp(noise(random))];
  };
}

const normal = times((random) => 0.1 * gaussian(random));

/** So alike that few pairs would show them equivalent. */
const steady = times((random) => 0.02 * gaussian(random));

/** Student's t with 2 degrees of freedom: a variance without bounds. */
const heavy = times((random) => (0.05 * gaussian(random)) / Math.sqrt(-Math.log(1 - random())));

/** A stall in 30 % of answers, in more by the effect; the same prompts tend to stall in both arms. */
const stalls: VerdictCase["figures"] = (random, effect) => {
  const prompt = random();
  const stall = (share: number) =>
    (random() < 0.5 ? prompt : random()) < share ? 300 * (1 + random()) : 0;
  return [stall(0.3), stall(0.3 + effect)];
};

/** Whole numbers of which most are 0, and most differences with them. */
const mostlyZero: VerdictCase["figures"] = (random, effect) => {
  const rare = () => (random() < 0.25 ? Math.ceil(5 * random()) : 0);
  return [20 + rare(), 20 + rare() + effect];
};

export const VERDICT_CASES: readonly VerdictCase[] = [
  { ...TIMES, name: "log-normal times of 10 %", figures: normal },
  { ...TIMES, name: "log-normal times of 2 %", figures: steady },
  { ...TIMES, name: "10 % of requests failed", failing: 0.1, figures: normal },
  { ...TIMES, name: "50 % of requests failed", failing: 0.5, figures: normal },
  { ...TIMES, name: "heavy tails (t, 2 degrees)", figures: heavy },
  {
    name: "ties (whole ms)",
    metrics: ["added_delay@flush", "added_delay_max@flush"],
    margin: { kind: "difference", by: 1.999 },
    none: 0,
    beyond: 2,
    failing: 0,
    figures: (random, effect) => {
      const whole = () => 20 + Math.round(2 * gaussian(random));
      return [whole(), whole() + effect];
    },
  },
  {
    name: "zero-inflated (whole ms)",
    metrics: ["added_delay@flush", "added_delay_max@flush"],
    margin: { kind: "difference", by: 1.999 },
    none: 0,
    beyond: 2,
    failing: 0,
    figures: mostlyZero,
  },
  {
    name: "zero-inflated (share of stalls)",
    metrics: ["stall_n@wire", "stall_max@wire"],
    margin: { kind: "difference", by: 0.2 },
    none: 0,
    beyond: 0.2001,
    failing: 0,
    figures: stalls,
  },
];

/** The verdicts of so many runs of arms that are alike, and of as many beyond the margin. */
export function countVerdicts(
  verdictCase: VerdictCase,
  { pairs, runs }: { readonly pairs: number; readonly runs: number },
): VerdictRates {
  const counts = {
    runs,
    falselyDifferent: 0,
    falselyEquivalent: 0,
    falselyUneven: 0,
    intervals: 0,
    covered: 0,
    quantiles: 0,
    quantilesCovered: 0,
  };
  for (let seed = 1; seed <= runs; seed++) {
    const alike = verdictsOf(verdictCase, { pairs, seed, effect: verdictCase.none });
    const apart = verdictsOf(verdictCase, { pairs, seed: -seed, effect: verdictCase.beyond });
    if (alike.kinds.some((kind) => kind === "different" || kind === "negligible")) {
      counts.falselyDifferent++;
    }
    if (alike.kinds.includes("equivalent-in-the-middle")) counts.falselyUneven++;
    counts.quantiles += alike.shifts.length;
    counts.quantilesCovered += alike.shifts.filter(
      ({ low, high }) => low <= verdictCase.none && verdictCase.none <= high,
    ).length;
    if (apart.kinds.some(isEquivalent)) counts.falselyEquivalent++;
    for (const { holdsTruth } of [alike, apart]) {
      if (holdsTruth === undefined) continue;
      counts.intervals++;
      if (holdsTruth) counts.covered++;
    }
  }
  return counts;
}

function isEquivalent(kind: string | undefined): boolean {
  return kind === "equivalent" || kind === "negligible" || kind === "equivalent-in-the-middle";
}

interface OneRun {
  readonly pairs: number;
  readonly seed: number;
  readonly effect: number;
}

function verdictsOf(
  { metrics, margin, failing, figures }: VerdictCase,
  { pairs, seed, effect }: OneRun,
) {
  const run = madeRun({
    seed,
    pairs,
    plan: {
      primary: metrics,
      margins: Object.fromEntries(metrics.map((key) => [key, margin])),
    },
    answers: (random) => {
      const made = metrics.map((key) => ({ key, values: figures(random, effect) }));
      const answer = (arm: 0 | 1) => ({
        metrics: Object.fromEntries(made.map(({ key, values }) => [key, values[arm]])),
        ...(random() < failing && { end: FAILED, metrics: {} }),
      });
      return [answer(0), answer(1)];
    },
  });
  const { primary } = conclude(run);
  const interval = primary[0]?.comparison?.effect;
  return {
    kinds: primary.map(({ verdict }) => verdict?.kind),
    shifts: primary[0]?.comparison?.shifts ?? [],
    holdsTruth: interval && interval.low <= effect && effect <= interval.high,
  };
}

const FAILED: RequestRecord["end"] = {
  kind: "failed",
  raw: undefined,
  failure: { code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" },
};

/** The largest number of hits that a rate of at most `nominal` explains, with 3 standard errors. */
export function mostHits(nominal: number, of: number): number {
  return of * nominal + 3 * Math.sqrt(of * nominal * (1 - nominal));
}
