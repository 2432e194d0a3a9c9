import { describe, expect, it } from "vitest";

import { metricFacts } from "../../../src/report/conclusions/metric-facts.ts";
import { effectPhrase } from "../../../src/report/words/effect-phrase.ts";
import { fixtureRun } from "../fixture-run.ts";

const run = fixtureRun({ pairs: 1 });

function lead(key: string, estimate: number, direction = directionOf(estimate)): string {
  const shift = { estimate, low: estimate - 1, high: estimate + 1 };
  return effectPhrase(metricFacts(run, key), direction, shift);
}

function directionOf(estimate: number): "lower" | "higher" {
  return estimate > 0 ? "higher" : "lower";
}

describe("effectPhrase()", () => {
  it.each([
    ["ttft@flush", 43.2, "shows its first token 43.2 ms later"],
    ["ttfa@wire", -120, "sends its first answer text 120 ms earlier"],
    ["e2e@wire", 300, "finishes 300 ms later"],
    ["tpot@wire", -2.14, "takes 2.1 ms less per token"],
    ["added_delay@flush", 21, "shows text 21 ms later"],
    ["flushes_per_s@flush", -39.9, "makes 39.9 fewer updates per second"],
    ["tokens_per_second@wire", 12, "sends 12 more tokens per second"],
    ["longest_freeze@flush", 41.9, "has a longest freeze that is 41.9 ms longer"],
    ["jitter_sd@wire", 11.3, "has higher jitter (standard deviation) at the wire by 11.3 ms"],
  ] as const)("describes %s with a difference of %d: %s", (key, estimate, words) => {
    expect(lead(key, estimate)).toBe(words);
  });

  it("rounds a size to what its interval allows", () => {
    const shift = { estimate: 33.14, low: 8.2, high: 57.9 };
    expect(effectPhrase(metricFacts(run, "ttft@wire"), "higher", shift)).toBe(
      "sends its first token 33 ms later",
    );
  });

  it("names no size that points the other way", () => {
    expect(lead("ttft@flush", -0.2, "higher")).toBe(
      "is slower in time to first token after the buffer",
    );
  });
});
