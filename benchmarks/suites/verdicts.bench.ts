/**
 * How often is a verdict false, and how often does a 95 % interval hold the truth?
 *
 * Run: `node -C millrace-source benchmarks/suites/verdicts.bench.ts [runs]`; 1,000 runs of each cell by default,
 * in about a quarter of an hour.
 *
 * Each cell concludes from that many runs of arms that are alike and from as many with an effect just beyond
 * the margin, with two primary metrics and α = 5 %. "Different" and "equivalent" count a run if either metric
 * has a false verdict; "uneven" counts arms that are alike and were called unlike at a quantile. A cell is
 * marked ✗, and the program fails, if its rate is above 5 % by more than 3 standard errors, or its intervals
 * cover less than 95 % by as much. A dash: no interval was given, as too few pairs were answered by both.
 */
import {
  countVerdicts,
  mostHits,
  VERDICT_CASES,
  type VerdictRates,
} from "../workloads/verdict-rates.ts";

const PAIRS = [2, 5, 6, 10, 30, 100];
const NOMINAL = 0.05;
const [, , given = "1000"] = process.argv;
const runs = Number(given);
if (!Number.isSafeInteger(runs) || runs < 1) {
  throw new RangeError(`Cannot try verdicts as runs must be a whole number from 1: ${given}`);
}

function cell(hits: number, of: number): string {
  if (of === 0) return "–";
  const isAbove = hits > mostHits(NOMINAL, of);
  if (isAbove) process.exitCode = 1;
  return `${((100 * hits) / of).toFixed(1)} %${isAbove ? " ✗" : ""}`;
}

function coverageCell({ intervals, covered }: VerdictRates): string {
  const missed = cell(intervals - covered, intervals);
  if (intervals === 0) return missed;
  return `${((100 * covered) / intervals).toFixed(1)} %${missed.endsWith("✗") ? " ✗" : ""}`;
}

process.stdout.write(
  `${runs} runs of each kind in each cell; allowed above 5 % are 3 standard errors: ${((100 * mostHits(NOMINAL, runs)) / runs).toFixed(1)} %\n\n` +
    "| data | pairs | runs with an interval | 95 % interval covers | falsely different | falsely equivalent | falsely uneven |\n" +
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
);
for (const verdictCase of VERDICT_CASES) {
  for (const pairs of PAIRS) {
    const rates = countVerdicts(verdictCase, { pairs, runs });
    const cells = [
      verdictCase.name,
      String(pairs),
      `${((50 * rates.intervals) / runs).toFixed(0)} %`,
      coverageCell(rates),
      cell(rates.falselyDifferent, runs),
      cell(rates.falselyEquivalent, runs),
      cell(rates.falselyUneven, runs),
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
}
