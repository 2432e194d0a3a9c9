import type { Arm, Manifest, Plan, RequestRecord, Run, Validity } from "../../src/bench/index.ts";
import { type Random, seededRandom } from "../../src/stats/index.ts";

export interface FixtureOptions {
  readonly seed?: number;
  readonly pairs?: number;
  /** Candidate ÷ baseline of the time to the first token after the buffer. */
  readonly ttftRatio?: number;
  /** Standard deviation of a request's log time. */
  readonly noise?: number;
  readonly plan?: Partial<Plan>;
  readonly validity?: Validity | undefined;
  /** Changes each record before it enters the run. */
  readonly change?: (record: RequestRecord, random: Random) => RequestRecord;
}

export const VALID: Validity = {
  verdict: "valid",
  gates: [
    {
      id: "loop-lag-p99",
      outcome: "held",
      readings: [],
      stored: {
        label: "Event loop in time",
        finding:
          "This client's event loop was late by 1.20 ms at the 99th percentile; allowed are 10 ms",
      },
    },
    {
      id: "server-lateness-p99",
      outcome: "held",
      readings: [],
      stored: {
        label: "Embedded provider in time",
        finding:
          "The embedded provider sent its tokens late by 0.80 ms at the 99th percentile; allowed are 5 ms",
      },
    },
    {
      id: "schedule-lateness-p99",
      outcome: "not-measured",
      readings: [],
      stored: {
        label: "Requests sent on schedule",
        finding:
          "Does not apply to a closed loop: a request is due when the one before it has ended",
      },
    },
  ],
};

export const INVALID: Validity = {
  verdict: "invalid",
  gates: [
    {
      id: "loop-lag-p99",
      outcome: "broken",
      readings: [],
      stored: {
        label: "Event loop in time",
        finding:
          "This client's event loop was late by 140 ms at the 99th percentile; allowed are 10 ms",
      },
    },
  ],
};

export function arm(name: string, strategy = name): Arm {
  return {
    name,
    provider: { kind: "simulator", baseUrl: undefined },
    model: "hosted-fast",
    maxOutputTokens: 120,
    temperature: undefined,
    buffer: {
      strategy,
      options: strategy === "count-or-time" ? { chunks: 5, windowMs: 100 } : {},
    },
  };
}

/** A run as the bench writes it, from a seeded noise model with a known effect. */
export function fixtureRun(options: FixtureOptions = {}): Run {
  const { seed = 1, pairs = 40, plan = {}, change = (record) => record } = options;
  const random = seededRandom(`fixture ${seed}`);
  const arms = plan.arms ?? [arm("immediate"), arm("count-or-time")];
  const requests: RequestRecord[] = [];

  for (let pair = 0; pair < pairs; pair++) {
    // What both requests of a pair share: the prompt's length.
    const prompt = Math.exp(0.3 * gaussian(random));
    const indexed = arms.map((one, index) => ({ one, index }));
    for (const { one, index } of random() < 0.5 ? indexed : indexed.toReversed()) {
      const place = { pair, index, order: requests.length, prompt };
      requests.push(change(requestOf(one, place, { ...options, random }), random));
    }
  }
  return { manifest: manifestOf({ ...options, seed, pairs, arms }), requests };
}

function manifestOf({
  seed,
  pairs,
  arms,
  plan,
  ...options
}: FixtureOptions & {
  readonly arms: readonly Arm[];
  readonly seed: number;
  readonly pairs: number;
}): Manifest {
  return {
    v: 1,
    id: `2026-01-15-${seed}`,
    plan: {
      name: "immediate against count-or-time",
      mode: "live",
      prompts: { kind: "built-in" },
      pairs,
      warmUp: 0,
      concurrency: 4,
      seed,
      alpha: 0.05,
      primary: ["ttft@flush"],
      margins: {},
      ...plan,
      arms,
    },
    startedAt: "2026-01-15T09:30:00.000Z",
    status: "complete",
    environment: {
      millrace: "0.1.0",
      runtime: "node 24.21.0",
      platform: "linux x64",
      cpu: "A CPU of some kind",
      cores: 2,
      memoryGiB: 8,
    },
    validity: "validity" in options ? options.validity : VALID,
    definitions: { ttft: "First content − scheduled send" },
  };
}

interface Place {
  readonly pair: number;
  readonly index: number;
  readonly order: number;
  readonly prompt: number;
}

function requestOf(
  { name }: Arm,
  { pair, index, order, prompt }: Place,
  { random, ttftRatio = 1, noise = 0.08 }: FixtureOptions & { readonly random: Random },
): RequestRecord {
  const isCandidate = index === 1;
  const wireMs = 200 * prompt * Math.exp(noise * gaussian(random));
  const flushMs = wireMs * (isCandidate ? ttftRatio : 1);
  const wire = Array.from({ length: 119 }, () => Math.round(14_000 + 12_000 * random()));
  const flush = isCandidate ? joinedGaps(wire, 5) : wire;
  const streamMs = wire.reduce((sum, gap) => sum + gap, 0) / 1000;
  return {
    v: 1,
    id: `${pair}-${name}`,
    arm: name,
    pair,
    order,
    warmUp: false,
    scheduledAtMs: order * 700,
    end: { kind: "length", raw: "length" },
    prompt: 0,
    inputTokens: { total: 20, cached: undefined },
    outputTokens: { total: 120, reasoning: undefined },
    tokensSource: "provider",
    lengthChars: 480,
    besidesText: { reasoningChars: 0, toolCalls: 0, audioBytes: 0 },
    textSha256: "0".repeat(64),
    exact: true,
    metrics: {
      "ttft@wire": wireMs,
      "ttft@flush": flushMs,
      "tpot@wire": streamMs / 119,
      "tpot@flush": streamMs / 119,
      "e2e@flush": flushMs + streamMs,
      "added_delay@flush": isCandidate ? 30 + 6 * gaussian(random) : 0,
      "flushes_per_s@flush": (flush.length + 1) / (streamMs / 1000),
    },
    gapsUs: { wire, flush },
    truth: {
      ttftMs: wireMs - 0.6 - 0.4 * random(),
      medianItlMs: (wire.toSorted((a, b) => a - b)[59] ?? 0) / 1000 - 0.02,
      latenessP99Ms: 0.8,
    },
  };
}

export const FAILED = {
  kind: "failed",
  raw: undefined,
  failure: { code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" },
} as const;

/** Cuts the requests for which `when` holds. */
export function failing(when: (record: RequestRecord) => boolean) {
  return (record: RequestRecord): RequestRecord =>
    when(record) ? { ...record, end: FAILED, metrics: {} } : record;
}

/** Keeps only these metrics: the others cannot change a verdict and slow a test down. */
export function only(...keys: readonly string[]) {
  return (record: RequestRecord): RequestRecord => ({
    ...record,
    metrics: Object.fromEntries(
      Object.entries(record.metrics).filter(([key]) => keys.includes(key)),
    ),
  });
}

/** Joins every `size` gaps, as a buffer that counts chunks does. */
function joinedGaps(gapsUs: readonly number[], size: number): number[] {
  const joined: number[] = [];
  for (let start = 0; start < gapsUs.length; start += size) {
    joined.push(gapsUs.slice(start, start + size).reduce((sum, gap) => sum + gap, 0));
  }
  return joined;
}

/** Standard normal, by Box and Muller. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
