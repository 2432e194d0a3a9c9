import { describe, expect, it } from "vitest";

import type { RequestRecord } from "../../../src/bench/index.ts";
import { describeRun } from "../describe-run.ts";
import { fixtureRun } from "../fixture-run.ts";

describe("conclude() on arms that are not comparable", () => {
  const isCandidate = ({ arm: name }: RequestRecord) => name === "count-or-time";

  const halfAsLong = (record: RequestRecord): RequestRecord =>
    isCandidate(record) ? { ...record, outputTokens: { total: 60, reasoning: undefined } } : record;

  it.each<[string, (record: RequestRecord) => RequestRecord]>([
    ["lengths", halfAsLong],
    [
      "token-source",
      (record) => (isCandidate(record) ? { ...record, tokensSource: "estimated" } : record),
    ],
    [
      "ends",
      (record) =>
        isCandidate(record) ? { ...record, end: { kind: "stop", raw: "stop" } } : record,
    ],
    ["exactness", (record) => (record.pair === 7 ? { ...record, exact: false } : record)],
  ])("breaks the check of %s", (id, change) => {
    const { comparability } = describeRun(fixtureRun({ change }));

    expect(
      comparability.filter((check) => check.outcome === "broken").map((check) => check.id),
    ).toEqual([id]);
  });

  it("refuses only metrics that depend on what differs", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush", "e2e@flush"] };
    const { outcome, primary, headline } = describeRun(fixtureRun({ plan, change: halfAsLong }));
    const [ttft, tpot, e2e] = primary;

    expect(outcome.kind).toBe("concluded");
    expect(ttft?.comparability).toEqual({ kind: "comparable", notes: [] });
    expect(tpot?.comparability).toMatchObject({ kind: "comparable", notes: [/in tokens: −50 %/] });
    expect(tpot?.comparison).toBeDefined();
    expect(e2e?.comparison).toBeUndefined();
    expect(e2e?.verdict).toMatchObject({ kind: "not-comparable", why: /in tokens: −50 %/ });
    expect(headline).toMatch(/cannot be compared on end-to-end time after the buffer/);
  });

  it("does not compare tokens with deltas", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush"] };
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record) ? { ...record, tokensSource: "estimated" } : record;
    const [ttft, tpot] = describeRun(fixtureRun({ plan, change })).primary;

    expect(ttft?.comparison).toBeDefined();
    expect(tpot?.verdict).toMatchObject({
      kind: "not-comparable",
      why: "tokens are counted by the provider in the baseline and estimated from the deltas in the candidate",
    });
  });

  it("draws no conclusion if no primary metric may be compared", () => {
    const plan = { primary: ["e2e@flush"] };
    const { outcome } = describeRun(fixtureRun({ plan, change: halfAsLong }));

    expect(outcome).toMatchObject({ kind: "no-conclusion", because: "not-comparable" });
  });

  it("does not pass a check that too few pairs cannot decide", () => {
    // Half three times as long, half three times shorter: equally long only on average.
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record)
        ? {
            ...record,
            outputTokens: { total: record.pair % 2 === 0 ? 360 : 40, reasoning: undefined },
          }
        : record;
    const lengths = describeRun(fixtureRun({ pairs: 20, change })).comparability.find(
      ({ id }) => id === "lengths",
    );

    expect(lengths?.outcome).not.toBe("held");
  });

  it("breaks without a p-value if each of 5 answers is ten times longer", () => {
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record)
        ? { ...record, outputTokens: { total: 1200, reasoning: undefined } }
        : record;
    const { comparability } = describeRun(fixtureRun({ pairs: 5, change }));

    expect(comparability.find(({ id }) => id === "lengths")?.outcome).toBe("broken");
  });

  it("cannot decide on finish reasons from 5 pairs", () => {
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record) ? { ...record, end: { kind: "stop", raw: "stop" } } : record;
    const { comparability } = describeRun(fixtureRun({ pairs: 5, change }));

    expect(comparability.find(({ id }) => id === "ends")?.outcome).toBe("not-decided");
  });

  it("breaks if two buffers produce different text from one recording", () => {
    const plan = { mode: "replay" } as const;
    const change = (record: RequestRecord) =>
      record.id === "3-immediate" ? { ...record, textSha256: "1".repeat(64) } : record;

    expect(describeRun(fixtureRun({ plan, change })).outcome.kind).toBe("no-conclusion");
  });
});
