/**
 * How often is a verdict false, and how often does a 95 % interval hold the truth?
 *
 * Run: `node -C millrace-source benchmarks/suites/verdicts.bench.ts [runs]`; 1,000 runs of each cell by default,
 * in about a quarter of an hour.
 *
 * Each cell concludes from that many runs of arms that are alike and from as many with an effect just beyond
 * the margin, with two primary metrics and α = 5 %. "Different" and "equivalent" count a run if either metric
 * has a false verdict; "uneven" counts arms that are alike and were called unlike at a quantile. "At quantiles"
 * is the coverage of the shift function's intervals, all quantiles of a run together. A cell is marked ✗, and
 * the program fails, if its rate is above 5 % by more than 3 standard errors, or its intervals cover less than
 * 95 % by as much. A dash: no interval was given, as too few pairs were answered by both.
 */
import { countVerdicts, mostHits, VERDICT_CASES } from "../workloads/verdict-rates.ts";

const PAIRS = [2, 5, 6, 10, 30, 100];
const NOMINAL = 0.05;
const [, , given = "1000"] = process.argv;
const runs = Number(given);
if (!Number.isSafeInteger(runs) || runs < 1) {
  throw new RangeError(`Cannot try verdicts as runs must be a whole number from 1: ${given}`);
}

/** A rate of false verdicts, marked if it is above what `trials` explain. */
function cell(hits: number, of: number): string {
  return `${((100 * hits) / of).toFixed(1)} %${mark(hits / of, of)}`;
}

/** How often intervals hold the truth; those of one run depend on each other, so that runs are the trials. */
function coverageCell(covered: number, of: number, trials: number): string {
  if (of === 0) return "–";
  return `${((100 * covered) / of).toFixed(1)} %${mark(1 - covered / of, trials)}`;
}

function mark(rate: number, trials: number): string {
  if (rate <= mostHits(NOMINAL, trials) / trials) return "";
  process.exitCode = 1;
  return " ✗";
}

process.stdout.write(
  `${runs} runs of each kind in each cell; allowed above 5 % are 3 standard errors: ${((100 * mostHits(NOMINAL, runs)) / runs).toFixed(1)} %\n\n` +
    "| data | pairs | runs with an interval | 95 % interval covers | at quantiles | falsely different | falsely equivalent | falsely uneven |\n" +
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
);
for (const verdictCase of VERDICT_CASES) {
  for (const pairs of PAIRS) {
    const rates = countVerdicts(verdictCase, { pairs, runs });
    const cells = [
      verdictCase.name,
      String(pairs),
      `${((50 * rates.intervals) / runs).toFixed(0)} %`,
      coverageCell(rates.covered, rates.intervals, rates.intervals),
      coverageCell(rates.quantilesCovered, rates.quantiles, runs),
      cell(rates.falselyDifferent, runs),
      cell(rates.falselyEquivalent, runs),
      cell(rates.falselyUneven, runs),
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
}
