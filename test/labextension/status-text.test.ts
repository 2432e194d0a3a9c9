import { describe, expect, it } from "vitest";

import { announcement, statusText } from "../../labextension/src/view/status-text.ts";
import type { EndReason, StreamState } from "../../src/events/index.ts";
import { madeStream } from "../support/made/made-stream.ts";

const live = (state: StreamState) => madeStream({ state });
const ended = (end: EndReason) => madeStream({ state: "ended", end });

describe("statusText()", () => {
  it.each<[StreamState, string, string]>([
    ["connecting", "waiting for the first token", "Waiting for the answer"],
    ["waiting", "waiting for the first token", "Waiting for the answer"],
    ["reasoning", "reasoning", "The model is reasoning"],
    ["flowing", "streaming", "The answer has begun"],
    ["recovering", "retrying after a failed attempt", "Retrying after a failed attempt"],
  ])("describes a stream that is %s", (state, status, announced) => {
    expect(statusText(live(state), "live")).toBe(status);
    expect(announcement(live(state), "live")).toBe(announced);
  });

  it.each<[EndReason, string]>([
    [{ kind: "stop", raw: "stop" }, "done"],
    [{ kind: "tool-calls", raw: "tool_calls" }, "done"],
    [{ kind: "length", raw: "length" }, "stopped at the length limit"],
    [{ kind: "content-filter", raw: "stop" }, "refused"],
    [{ kind: "content-filter", raw: "content_filter" }, "filtered"],
    [{ kind: "other", raw: "paused" }, "ended"],
    [{ kind: "truncated", raw: undefined }, "cut off"],
    [{ kind: "aborted", raw: undefined }, "stopped"],
  ])("describes the end %j", (end, status) => {
    expect(statusText(ended(end), "live")).toBe(status);
    expect(announcement(ended(end), "live")).toBe(`Answer ${status}`);
  });

  it("leaves the details of a failure to the body, and announces them", () => {
    const failure = { code: "unexpected", detail: "no disk" } as const;
    const failed = ended({ kind: "failed", raw: undefined, failure });

    expect(statusText(failed, "live")).toBe("failed");
    expect(announcement(failed, "live")).toBe("Answer failed: no disk");
  });

  it("describes a stream without a kernel, unless it had ended", () => {
    expect(statusText(live("flowing"), "gone")).toBe(
      "interrupted: the kernel has gone; the text up to here is kept",
    );
    expect(statusText(live("flowing"), "connecting")).toBe("connecting to the kernel");
    expect(statusText(ended({ kind: "stop", raw: "stop" }), "gone")).toBe("done");
  });
});
