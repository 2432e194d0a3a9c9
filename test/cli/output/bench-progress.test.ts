import { describe, expect, it } from "vitest";

import type { RunEvent } from "../../../src/bench/index.ts";
import { benchProgress } from "../../../src/cli/output/bench-progress.ts";
import { VirtualClock } from "../../../src/clock/index.ts";
import { requestRecord, runningManifest } from "../../bench/support.ts";

function listener(isTty: boolean) {
  const said: string[] = [];
  const write = (line: string) => {
    said.push(line);
  };
  return { said, terminal: { isTty, status: write, err: write } };
}

const start: RunEvent = {
  type: "run-start",
  manifest: runningManifest(),
  trials: 20,
  folder: undefined,
};
const ended: RunEvent = { type: "trial-end", record: requestRecord() };
const failed: RunEvent = {
  type: "trial-end",
  record: requestRecord({ end: { kind: "truncated", raw: undefined } }),
};

describe("benchProgress()", () => {
  it("redraws a bar at most five times a second", async () => {
    const clock = new VirtualClock();
    const { said, terminal } = listener(true);
    const show = benchProgress(terminal, clock);

    show(start);
    for (let request = 0; request < 10; request++) {
      await clock.advanceBy(50);
      show(request === 0 ? failed : ended);
    }

    expect(said).toEqual([
      "░░░░░░░░░░░░░░░░░░░░░░░░  0 of 20 requests",
      "█████░░░░░░░░░░░░░░░░░░░  4 of 20 requests, 1 failed, about 1 s left",
      "██████████░░░░░░░░░░░░░░  8 of 20 requests, 1 failed, about 1 s left",
    ]);
  });

  it("prints a line per tenth without a terminal", () => {
    const { said, terminal } = listener(false);
    const show = benchProgress(terminal, new VirtualClock());

    show(start);
    for (let request = 0; request < 5; request++) show(ended);

    expect(said).toEqual(["2 of 20 requests", "4 of 20 requests"]);
  });
});
