import { describe, expect, it } from "vitest";

import { measureFidelity, serveRecording } from "../../../src/simulator/index.ts";
import { replayFidelity } from "../../../src/simulator/fidelity/replay-fidelity.ts";
import { chatFrames } from "../../support/servers/byte-server.ts";
import { madeRecording } from "../../support/made/made-recording.ts";

describe("replayFidelity()", () => {
  it("measures the distance of every read, early or late", () => {
    const planned = Array.from({ length: 101 }, (_, index) => index * 20);
    const actual = planned.map((at, index) => at + (index % 2 === 0 ? 1 : -1));

    expect(replayFidelity(planned, actual)).toEqual({
      reads: 101,
      p50Ms: 1,
      p99Ms: 1,
      maxMs: 1,
      meanGapErrorMs: 0,
    });
  });

  it("distinguishes a single late read from a slow replay", () => {
    const planned = Array.from({ length: 201 }, (_, index) => index * 20);
    const oneLate = planned.map((at, index) => (index === 100 ? at + 50 : at));
    const slow = planned.map((at, index) => at + index * 0.1);

    expect(replayFidelity(planned, oneLate)).toMatchObject({ p99Ms: 0, maxMs: 50 });
    expect(replayFidelity(planned, slow).meanGapErrorMs).toBeCloseTo(0.1, 9);
  });

  it.each([
    [[], []],
    [[1], [1, 2]],
  ])("refuses %j and %j", (planned, actual) => {
    expect(() => replayFidelity(planned, actual)).toThrow(RangeError);
  });
});

describe("serveRecording()", () => {
  it("serves status, headers and bytes", async () => {
    const frames = chatFrames("Hello");
    const server = await serveRecording(madeRecording(frames.map((frame) => [5, frame])));
    const response = await fetch(new URL("/any/path", server.url), { method: "POST", body: "{}" });
    const body = await response.text();
    await server.close();

    expect(body).toBe(frames.join(""));
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toBe("req-1");
  });

  it("breaks off like the recording", async () => {
    const server = await serveRecording(madeRecording([[5, "Hel"]], "broken"));
    const body = fetch(server.url).then((response) => response.text());

    await expect(body).rejects.toThrow("terminated");
    await server.close();
  });
});

describe("measureFidelity()", () => {
  it("measures the timing error of every read", async () => {
    const reads = Array.from(
      { length: 20 },
      (_, index) => [50 + index * 5, "data: x\n\n"] as const,
    );
    const found = await measureFidelity(madeRecording(reads), { speed: 2 });
    const { p50Ms, p99Ms, maxMs } = found;

    expect(found.reads).toBe(20);
    // The error depends on the machine; `millrace record --check` reports it.
    expect([p50Ms, p99Ms, maxMs]).toEqual([p50Ms, p99Ms, maxMs].toSorted((a, b) => a - b));
    expect(p50Ms).toBeGreaterThan(0);
    expect(found.meanGapErrorMs).not.toBeNaN();
  });
});
