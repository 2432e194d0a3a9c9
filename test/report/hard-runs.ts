import fc from "fast-check";

import type { Margin, RequestRecord, Run, Validity } from "../../src/bench/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { arm, FAILED, fixtureRun, INVALID, VALID } from "./fixture-run.ts";

const METRICS = [
  "ttft@wire",
  "ttft@flush",
  "tpot@wire",
  "e2e@flush",
  "added_delay@flush",
  "flushes_per_s@flush",
  "tokens_per_second@wire",
  "stall_n@wire",
  "stall_ms@wire",
  "burst_zero@wire",
  "unknown@wire",
] as const;

const NAMES = [
  ["a", "b"],
  ["a | b", "<b>x</b>"],
  ["**A**", "`B`"],
  ["A\u{202e}", "\u{1b}[31mB"],
  ["long ".repeat(30), "β 🚀"],
] as const;

/** Ways to distort values before they are compared. */
const SHAPES = {
  plain: (value) => value,
  ties: (value) => Math.round(value / 20) * 20,
  same: () => 100,
  none: () => 0,
  huge: (value) => value * 1e9,
  tiny: (value) => value * 1e-7,
  zeros: (value, random) => (random() < 0.1 ? 0 : value),
  tail: (value, random) => (random() < 0.12 ? value * 10 : value),
} satisfies Readonly<Record<string, (value: number, random: Random) => number>>;

const VALIDITIES: readonly (Validity | undefined)[] = [
  VALID,
  VALID,
  { ...VALID, verdict: "degraded" },
  { ...VALID, verdict: "not-measured" },
  INVALID,
  undefined,
];

const MARGINS: readonly Margin[] = [
  { kind: "ratio", share: 0.05 },
  { kind: "difference", by: 1e-9 },
  { kind: "difference", by: 0.1 },
  { kind: "difference", by: 20 },
];

const share = fc.constantFrom(0, 0, 0, 0.05, 0.3, 0.9, 1);

/**
 * Difficult runs: one arm or two, few pairs, failures of every kind on either side, stopped early,
 * with and without validity, with odd names, levels and margins, and with figures that are missing, tied, 0, huge or tiny.
 */
export function hardRuns(): fc.Arbitrary<Run> {
  return fc
    .record({
      seed: fc.integer(),
      pairs: fc.constantFrom(0, 1, 2, 5, 6, 9, 10, 12, 20, 36),
      stoppedAt: fc.constantFrom(1, 1, 1, 0.5, 0),
      status: fc.constantFrom("complete", "interrupted", "running", "failed"),
      validity: fc.constantFrom(...VALIDITIES),
      hasOneArm: fc.constantFrom(false, false, false, false, true),
      names: fc.constantFrom(...NAMES),
      strategy: fc.constantFrom("immediate", "count-or-time"),
      alpha: fc.constantFrom(0.05, 0.05, 0.01, 0.1, 0.001),
      primary: fc.uniqueArray(fc.constantFrom(...METRICS), { minLength: 1, maxLength: 3 }),
      margin: fc.option(fc.constantFrom(...MARGINS), { nil: undefined }),
      shape: fc.constantFrom(...Object.values(SHAPES)),
      ratio: fc.constantFrom(1, 1, 1.001, 1.04, 1.1, 1.5, 8, 0.9, 0.5),
      noise: fc.constantFrom(0, 0.001, 0.02, 0.1, 0.5),
      failed: fc.tuple(share, share),
      missing: fc.constantFrom(0, 0, 0, 0.2, 0.9),
      isLonger: fc.constantFrom(false, false, true),
    })
    .map(({ names, strategy, hasOneArm, status, margin, primary, alpha, ...spoil }) => {
      const [baseline, candidate] = names;
      const arms = [arm(baseline, "immediate"), arm(candidate, strategy)];
      const run = fixtureRun({
        seed: spoil.seed,
        pairs: spoil.pairs,
        noise: spoil.noise,
        validity: spoil.validity,
        plan: {
          arms: hasOneArm ? arms.slice(0, 1) : arms,
          alpha,
          primary,
          margins:
            margin === undefined ? {} : Object.fromEntries(primary.map((key) => [key, margin])),
        },
        change: (record, random) =>
          spoilt(record, random, { ...spoil, isCandidate: record.arm === candidate }),
      });
      return { ...run, manifest: { ...run.manifest, status } };
    });
}

interface Spoil {
  readonly isCandidate: boolean;
  readonly pairs: number;
  readonly stoppedAt: number;
  readonly shape: (value: number, random: Random) => number;
  readonly ratio: number;
  readonly failed: readonly [number, number];
  readonly missing: number;
  readonly isLonger: boolean;
}

function spoilt(record: RequestRecord, random: Random, spoil: Spoil): RequestRecord {
  const { isCandidate, failed, isLonger } = spoil;
  if (record.pair >= spoil.pairs * spoil.stoppedAt) {
    return { ...record, end: { kind: "aborted", raw: undefined } };
  }
  if (random() < failed[isCandidate ? 1 : 0]) return failure(record, random);
  return {
    ...record,
    outputTokens: { total: isCandidate && isLonger ? 156 : 120, reasoning: undefined },
    metrics: figures(record, random, spoil),
  };
}

function figures({ metrics }: RequestRecord, random: Random, spoil: Spoil) {
  const { isCandidate, shape, ratio, missing } = spoil;
  const stalls = random() < (isCandidate ? 0.25 : 0.02);
  const scaled = Object.entries({
    ...metrics,
    "tokens_per_second@wire": 70 + 5 * random(),
    "unknown@wire": random(),
  }).map(
    ([key, value]) =>
      [key, shape(key.startsWith("t") && isCandidate ? value * ratio : value, random)] as const,
  );
  const rates = [
    ["stall_n@wire", stalls ? 1 : 0],
    ["stall_ms@wire", stalls ? 300 : 0],
    ["burst_zero@wire", random() < 0.5 ? 0.1 : 0],
  ] as const;
  return Object.fromEntries([...scaled, ...rates].filter(() => random() >= missing));
}

const UNAVAILABLE = {
  kind: "failed",
  raw: undefined,
  failure: {
    code: "http-status",
    status: 503,
    detail: undefined,
    type: undefined,
    retryAfterMs: undefined,
  },
} as const;

function failure(record: RequestRecord, random: Random): RequestRecord {
  const kinds = [
    { ...record, end: FAILED, metrics: {} },
    { ...record, lengthChars: 0, metrics: {} },
    { ...record, end: { kind: "truncated", raw: undefined } },
    { ...record, end: UNAVAILABLE },
  ] as const;
  return kinds[Math.floor(random() * kinds.length)] ?? record;
}
