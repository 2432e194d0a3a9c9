/**
 * What does it cost to conclude from a run, by its number of pairs?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/analysis.bench.ts`
 *
 * Each run has every metric of the catalogue at both layers, three of them primary, gaps of 119 tokens, the
 * server's truth, one answer in fifty failed and one in five with a stall. The figures are CPU time of this
 * process, so that a busy machine does not count. Compile times are in them: a person concludes once.
 */
import { conclude } from "../../src/report/index.ts";
import { metricCatalogue, metricKey } from "../../src/metrics/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { gaussian, type MadeAnswer, madeRun } from "../workloads/made-run.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

/** Pairs → milliseconds at most, and how often each is measured. */
const SIZES = [
  { pairs: 100, atMost: 100, rounds: 11 },
  { pairs: 1_000, atMost: 1_000, rounds: 7 },
  { pairs: 10_000, atMost: 5_000, rounds: 3 },
];

const keys = metricCatalogue.flatMap((metric) =>
  metric.layers
    .filter((layer) => layer === "wire" || layer === "flush")
    .map((layer) => ({ key: metricKey(metric.id, layer), isShare: metric.compareAs === "share" })),
);

function answer(random: Random, slower: number): MadeAnswer {
  const gaps = Array.from({ length: 119 }, () => Math.round(14_000 + 12_000 * random()));
  const level = slower * Math.exp(0.3 * gaussian(random));
  const stalls = random() < 0.2;
  return {
    metrics: Object.fromEntries(
      keys.map(({ key, isShare }) => [
        key,
        isShare ? (stalls ? 300 * random() : 0) : 200 * level * Math.exp(0.1 * gaussian(random)),
      ]),
    ),
    gapsUs: { wire: gaps, flush: gaps },
    truth: { ttftMs: 200 * level, medianItlMs: 20, latenessP99Ms: 0.8 },
    ...(random() < 0.02 && {
      end: {
        kind: "failed",
        raw: undefined,
        failure: { code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" },
      },
    }),
  };
}

const rows: BenchRow[] = SIZES.map(({ pairs, atMost, rounds }) => {
  const run = madeRun({
    seed: 1,
    pairs,
    plan: { primary: ["ttft@flush", "tpot@flush", "e2e@flush"] },
    answers: (random) => [answer(random, 1), answer(random, 1.03)],
  });
  const samples = Array.from({ length: rounds }, () => {
    globalThis.gc?.();
    const before = process.cpuUsage();
    conclude(run);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return { name: `${pairs} pairs, ${keys.length} metrics`, unit: "ms of CPU", samples, atMost };
});

printSuite({ "Concluding from a run": rows });
