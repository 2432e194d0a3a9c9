import { expect, it } from "vitest";

import type { RequestRecord } from "../../../src/bench/index.ts";
import { describeRun } from "../describe-run.ts";
import { arm, fixtureRun } from "../fixture-run.ts";

const provider = { kind: "openai-chat", baseUrl: "http://127.0.0.1:1/v1" };
const arms = [
  { ...arm("a"), provider },
  { ...arm("b"), provider },
];

function notesOf(change: (record: RequestRecord) => RequestRecord): readonly string[] {
  return describeRun(fixtureRun({ pairs: 24, plan: { arms }, change })).notes;
}

const repeating = (record: RequestRecord) => ({ ...record, prompt: record.pair % 12 });

it("notes repeated prompts if a cache could answer them", () => {
  expect(notesOf(repeating)).toContain(
    "12 prompts for 48 requests: later requests may hit the provider’s prompt cache",
  );
});

it("notes that repeats were answered much sooner", () => {
  const isFirst = ({ order, pair }: RequestRecord) => pair < 12 && order % 2 === 0;
  const notes = notesOf((record) => ({
    ...repeating(record),
    metrics: { ...record.metrics, "ttft@wire": isFirst(record) ? 100 : 13 },
  }));

  expect(notes).toContain(
    "12 prompts for 48 requests: repeated prompts had a median time to first token of 13 ms instead of 100 ms, as if served from a prompt cache",
  );
});

it("counts input reported as cached in each arm", () => {
  const notes = notesOf((record) => ({
    ...repeating(record),
    inputTokens: { total: 100, cached: record.arm === "b" && record.pair < 10 ? 96 : 0 },
  }));

  expect(notes).toContain(
    "Input reported as cached by the provider: a in 0 of 24 requests (0 tokens), b in 10 of 24 requests (960 tokens)",
  );
});

it("is silent about the embedded provider and about replays", () => {
  const embedded = describeRun(fixtureRun({ change: repeating }));
  const replayed = describeRun(fixtureRun({ plan: { arms, mode: "replay" }, change: repeating }));

  expect([...embedded.notes, ...replayed.notes].join()).not.toContain("prompt");
});
