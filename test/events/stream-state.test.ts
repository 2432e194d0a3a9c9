import { describe, expect, it } from "vitest";

import {
  nextState,
  stateInputOf,
  type StreamEventBody,
  type StreamState,
  type StreamStateInput,
} from "../../src/events/index.ts";

const STATES: readonly StreamState[] = [
  "connecting",
  "waiting",
  "reasoning",
  "flowing",
  "recovering",
  "ended",
];
const INPUTS: readonly StreamStateInput[] = [
  "headers",
  "reasoning",
  "answer-start",
  "answer",
  "failure",
  "retry",
  "attempt",
  "end",
];

const statesAfter = (inputs: readonly StreamStateInput[]) =>
  inputs.reduce<StreamState[]>(
    (path, input) => [...path, nextState(path.at(-1) ?? "connecting", input)],
    [],
  );

describe("nextState()", () => {
  it("follows a stream that fails once and then succeeds", () => {
    expect(
      statesAfter(["headers", "failure", "attempt", "headers", "answer", "answer", "end"]),
    ).toEqual(["waiting", "recovering", "connecting", "waiting", "flowing", "flowing", "ended"]);
  });

  it("follows reasoning, the answer, and reasoning between two parts of it", () => {
    expect(statesAfter(["headers", "reasoning", "answer-start", "answer", "reasoning"])).toEqual([
      "waiting",
      "reasoning",
      "flowing",
      "flowing",
      "reasoning",
    ]);
  });

  it("does not take the start of an answer for its first token", () => {
    expect(nextState("waiting", "answer-start")).toBe("waiting");
  });

  it("never leaves the end, and always reaches it", () => {
    for (const input of INPUTS) expect(nextState("ended", input)).toBe("ended");
    for (const state of STATES) expect(nextState(state, "end")).toBe("ended");
  });

  it.each(["reasoning", "flowing"] as const)("does not recover from %s", (state) => {
    expect(nextState(state, "failure")).toBe("ended");
  });
});

describe("stateInputOf()", () => {
  it("leads a viewer that only sees events through a retry", () => {
    const failure = { code: "empty-answer" } as const;
    const start = {
      type: "stream-start",
      provider: "p",
      model: "m",
      requestId: undefined,
    } as const;
    const events: StreamEventBody[] = [
      { ...start, attempt: 1 },
      { type: "attempt-failed", attempt: 1, failure, next: { kind: "retry", inMs: 5 } },
      { ...start, attempt: 2 },
      { type: "reasoning-delta", block: "r", text: "Hm" },
      { type: "text-delta", block: "t", text: "Hi" },
    ];

    expect(statesAfter(events.flatMap((event) => stateInputOf(event) ?? []))).toEqual([
      "waiting",
      "recovering",
      "waiting",
      "reasoning",
      "flowing",
    ]);
  });

  it("ignores empty deltas, which some providers send as keep-alives", () => {
    expect(stateInputOf({ type: "text-delta", block: "t", text: "" })).toBeUndefined();
    expect(stateInputOf({ type: "reasoning-delta", block: "r", text: "" })).toBeUndefined();
  });
});
