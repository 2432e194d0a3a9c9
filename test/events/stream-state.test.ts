import { describe, expect, it } from "vitest";

import { nextPhase, type Phase, type PhaseInput } from "../../src/lifecycle/index.ts";

const PHASES: readonly Phase[] = ["connecting", "waiting", "flowing", "recovering", "ended"];
const INPUTS: readonly PhaseInput[] = ["headers", "token", "failure", "attempt", "end"];

describe("nextPhase()", () => {
  it("goes the way of a stream that fails once and then succeeds", () => {
    const inputs: PhaseInput[] = [
      "headers",
      "failure",
      "attempt",
      "headers",
      "token",
      "token",
      "end",
    ];
    const phases = inputs.reduce<Phase[]>(
      (way, input) => [...way, nextPhase(way.at(-1) ?? "connecting", input)],
      [],
    );

    expect(phases).toEqual([
      "waiting",
      "recovering",
      "connecting",
      "waiting",
      "flowing",
      "flowing",
      "ended",
    ]);
  });

  it("never leaves the end, and always reaches it", () => {
    for (const input of INPUTS) expect(nextPhase("ended", input)).toBe("ended");
    for (const phase of PHASES) expect(nextPhase(phase, "end")).toBe("ended");
  });

  it("does not recover once something was shown", () => {
    expect(nextPhase("flowing", "failure")).toBe("ended");
  });
});
