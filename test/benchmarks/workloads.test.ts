import { sampleStandardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";

import { coalesced, fetchOf, recordedAnswer } from "../../benchmarks/workloads/recorded-answer.ts";
import { deltasOf, MARKDOWN_SHAPES } from "../../benchmarks/workloads/markdown-texts.ts";
import { gaussian, madeRun } from "../../benchmarks/workloads/made-run.ts";
import {
  countVerdicts,
  mostHits,
  VERDICT_CASES,
} from "../../benchmarks/workloads/verdict-rates.ts";
import { anthropicMessages, openAiChat } from "../../src/providers/index.ts";
import { mean, type Random, seededRandom } from "../../src/stats/index.ts";

const uniform = (random: Random) => ({ metrics: { "ttft@wire": random() } });

function run(seed: number, pairs = 5) {
  return madeRun({ seed, pairs, answers: (random) => [uniform(random), uniform(random)] });
}

describe("madeRun()", () => {
  it("has one request of each arm in every pair, the baseline first", () => {
    const { manifest, requests } = run(1);
    const [baseline, candidate] = manifest.plan.arms.map(({ name }) => name);

    expect(requests.map(({ pair, order }) => [pair, order])).toEqual(
      Array.from({ length: 10 }, (_, order) => [Math.floor(order / 2), order]),
    );
    expect(requests.map(({ arm }) => arm)).toEqual(
      Array.from({ length: 5 }, () => [baseline, candidate]).flat(),
    );
    expect(new Set(requests.map(({ id }) => id)).size).toBe(10);
  });

  it("is the same for the same seed, and another for another seed", () => {
    expect(run(1)).toEqual(run(1));
    expect(run(2).requests).not.toEqual(run(1).requests);
  });

  it("begins a longer run with the pairs of the shorter one", () => {
    expect(run(1, 8).requests.slice(0, 10)).toEqual(run(1, 5).requests);
  });
});

describe("gaussian()", () => {
  it("is a standard normal", () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 20_000 }, () => gaussian(random));

    // 4 standard errors.
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(sampleStandardDeviation(values) - 1)).toBeLessThan(4 / Math.sqrt(40_000));
    expect(values.filter((value) => Math.abs(value) < 1.96).length / 20_000).toBeCloseTo(0.95, 2);
  });
});

describe("VERDICT_CASES", () => {
  it.each(VERDICT_CASES.map((verdictCase) => [verdictCase.name, verdictCase] as const))(
    "%s: figures are seeded, and have the effect that is beyond the margin",
    (_name, { figures, none, beyond, margin }) => {
      const draw = (effect: number) => {
        const random = seededRandom(3);
        return Array.from({ length: 2_000 }, () => figures(random, effect));
      };
      const shares = (values: readonly (readonly [number, number])[], arm: 0 | 1) =>
        values.filter((pair) => pair[arm] > 0).length / values.length;
      const [alike, apart] = [draw(none), draw(beyond)];

      expect(draw(none)).toEqual(alike);
      if (margin.kind === "ratio") {
        for (const [index, [, candidate]] of apart.entries()) {
          expect(candidate / (alike[index]?.[1] ?? 0)).toBeCloseTo(beyond, 9);
        }
      } else if (margin.by >= 1) {
        for (const [index, [, candidate]] of apart.entries()) {
          expect(candidate - (alike[index]?.[1] ?? 0)).toBeCloseTo(beyond, 9);
        }
      } else {
        expect(shares(apart, 1) - shares(alike, 1)).toBeCloseTo(beyond, 1);
      }
      expect(beyond - none).toBeGreaterThan(margin.kind === "ratio" ? margin.share : margin.by);
    },
  );
});

describe("countVerdicts()", () => {
  it("counts at most one false verdict a run, and two intervals", () => {
    const [verdictCase] = VERDICT_CASES;
    if (verdictCase === undefined) throw new Error("there is no case");
    const rates = countVerdicts(verdictCase, { pairs: 12, runs: 3 });

    expect(rates.runs).toBe(3);
    expect(rates.intervals).toBe(6);
    expect(rates.covered).toBeLessThanOrEqual(rates.intervals);
    expect(rates.quantilesCovered).toBeLessThanOrEqual(rates.quantiles);
    expect(rates.falselyDifferent).toBeLessThanOrEqual(3);
    expect(countVerdicts(verdictCase, { pairs: 12, runs: 3 })).toEqual(rates);
  });
});

describe("mostHits()", () => {
  it("is the expected number and three standard errors", () => {
    expect(mostHits(0.05, 400)).toBeCloseTo(20 + 3 * Math.sqrt(19), 9);
  });
});

describe("recordedAnswer()", () => {
  const BASE = "http://simulated";
  const providers = [
    openAiChat({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    anthropicMessages({ apiKey: "any", baseUrl: BASE }),
  ];

  it.each(providers.map((provider) => [provider.id, provider] as const))(
    "holds as many tokens as it is given, and the same bytes every time: %s",
    async (_id, provider) => {
      const answer = await recordedAnswer(provider, 50);
      const again = await recordedAnswer(provider, 50);
      const text = new TextDecoder().decode(Buffer.concat([...answer.reads]));

      expect(answer.contentType).toContain("text/event-stream");
      expect([...text.matchAll(/w\d+/gu)].map(([word]) => word)).toEqual(
        Array.from({ length: 50 }, (_, index) => `w${index}`),
      );
      expect(withoutTime(again.reads)).toEqual(withoutTime(answer.reads));
    },
  );
});

function withoutTime(reads: readonly Uint8Array[]): string {
  const text = new TextDecoder().decode(Buffer.concat([...reads]));
  return text.replaceAll(/"created":\d+/gu, '"created":0');
}

describe("coalesced() and fetchOf()", () => {
  const reads = [[1, 2, 3], [4], [5, 6, 7, 8, 9]].map((bytes) => new Uint8Array(bytes));

  it("keep every byte, in reads of the size that is asked for", async () => {
    expect(coalesced(reads, 4).map((read) => [...read])).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9]]);
    expect(coalesced(reads, 100)).toHaveLength(1);
  });

  it("give the same bytes to each of several readers", async () => {
    const send = fetchOf(reads, "text/plain");
    const read = async () => {
      const response = await send("http://any");
      const chunks: number[][] = [];
      for await (const chunk of response.body ?? []) chunks.push([...chunk]);
      return { chunks, type: response.headers.get("content-type") };
    };

    const expected = { chunks: reads.map((bytes) => [...bytes]), type: "text/plain" };
    expect(await read()).toEqual(expected);
    expect(await read()).toEqual(expected);
  });
});

describe("MARKDOWN_SHAPES", () => {
  it.each(Object.entries(MARKDOWN_SHAPES))("has the length that is wanted: %s", (_, make) => {
    const text = make(10_000);

    expect(text.length).toBeGreaterThanOrEqual(9_000);
    expect(text.length).toBeLessThan(14_000);
    expect(make(10_000)).toBe(text);
    expect(deltasOf(text).join("")).toBe(text);
  });
});
