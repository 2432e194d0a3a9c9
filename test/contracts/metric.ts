import { expect, it } from "vitest";

import { measureAll, type Metric, metricKey } from "../../src/metrics/index.ts";
import { evenChunks, madeTrace, type MadeStream } from "../support/made/made-trace.ts";

const STREAMS: Readonly<Record<string, MadeStream>> = {
  "an empty stream": { chunks: [] },
  "one token": { chunks: evenChunks(1, 200, 0), outputTokens: 1 },
  "tokens that came all at once": { chunks: evenChunks(5, 200, 0), flushes: [[210, 20]] },
  "an even stream": {
    chunks: evenChunks(50, 200, 20),
    flushes: evenChunks(10, 280, 100).map(([at]) => [at, 20] as const),
    roleMs: 190,
    headersMs: 150,
    outputTokens: 50,
  },
};

/** The laws of `src/metrics/metric.ts`. */
export function itObeysTheMetricLaws(metric: Metric): void {
  const { id, layers, definition, label, compareAs, defaultMargin, unit } = metric;
  const measured = (made: MadeStream) => {
    const all = measureAll(madeTrace(made), [metric]);
    return layers.map((layer) => all[metricKey(id, layer)]);
  };

  it.each(Object.entries(STREAMS))("is finite or unknown for %s", (_name, made) => {
    for (const value of measured(made)) expect(Number.isFinite(value ?? 0)).toBe(true);
  });

  it("does not depend on the clock's origin", () => {
    const made = STREAMS["an even stream"] ?? { chunks: [] };
    const [here, there] = [measured(made), measured({ ...made, originMs: 1_000_000 })];
    for (const [index, value] of here.entries()) {
      expect(there[index] ?? 0).toBeCloseTo(value ?? 0, 6);
    }
  });

  it("declares a margin on the scale on which it is compared, if it is a time", () => {
    if (unit === "ms") expect(defaultMargin).toBeDefined();
    if (defaultMargin === undefined) return;
    expect(defaultMargin.kind).toBe(compareAs === "ratio" ? "ratio" : "difference");
  });

  it("counts tokens if a provider's count changes its value", () => {
    const made = { chunks: evenChunks(10, 200, 20), flushes: [[300, 40]] } as const;
    const isChanged =
      JSON.stringify(measured({ ...made, outputTokens: 30 })) !== JSON.stringify(measured(made));
    expect(metric.countsTokens).toBe(isChanged);
  });

  it("is a speed only if it is in milliseconds and lower is better", () => {
    if (metric.isSpeed) expect([unit, metric.better]).toEqual(["ms", "lower"]);
  });

  it("has a definition and a label", () => {
    expect(definition.length).toBeGreaterThan(3);
    expect(label).toMatch(/^[A-Z0-9]/u);
  });
}
