import { describe, expect, it } from "vitest";

import { instant, systemClock } from "../../src/clock/index.ts";
import { bench } from "../../src/notebook/index.ts";
import { benchIn, type BenchOptions, type BenchSubject } from "../../src/notebook/bench.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { traceRecorder } from "../../src/events/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { asText } from "../../src/wire/index.ts";
import { fakeHost } from "../support/fake-host.ts";

const RECORDING = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
const ARMS = { slow: { buffer: "immediate" }, fast: { buffer: "word" } };
const QUICK: BenchOptions = { pairs: 6, mode: "replay" };

/** Runs a benchmark without requests in a kernel that records what it shows. */
function benchmark(subject: BenchSubject, options: BenchOptions = QUICK, onTrial = () => {}) {
  const host = fakeHost();
  const session = kernelSession(host, { clock: systemClock(), random: seededRandom(1) });
  const traceFor = () => {
    onTrial();
    return RECORDING;
  };
  const running = { hiccupMs: 0, traceFor };
  return { host, result: benchIn(session, subject, { ...options, running }) };
}

// Each benchmark computes a whole report.
describe("bench()", { timeout: 30_000 }, () => {
  it("reports what is missing outside a notebook", async () => {
    await expect(bench(ARMS)).rejects.toThrow("this is not a notebook kernel");
  });

  it("replaces its progress by the verdict, and shows the charts after it", async () => {
    const { host, result } = benchmark(ARMS);
    const { run, verdict, conclusions } = await result;
    const [first, ...others] = host.calls.filter(({ type }) => type === "display");
    const last = host.calls.findLast(({ type }) => type === "update");
    const html = last?.type === "update" ? asText(last.bundle["text/html"]) : undefined;

    expect(run.manifest.plan.name).toBe("slow against fast");
    expect(run.manifest.plan.arms.map(({ name }) => name)).toEqual(["slow", "fast"]);
    expect(run.requests).toHaveLength(12);
    expect(conclusions.pairs.planned).toBe(6);
    expect(html).toContain(verdict);
    expect(first?.type === "display" && last?.type === "update" && last.displayId).toBe(
      first?.type === "display" && first.displayId,
    );
    expect(others.length).toBeLessThanOrEqual(1);
  });

  it("takes a plan, with changes", async () => {
    const arms = [{ name: "a" }, { name: "b", buffer: "word" }];
    const { result } = benchmark({ name: "Mine", arms, pairs: 50 });
    const { run } = await result;

    expect(run.manifest.plan.name).toBe("Mine");
    expect(run.requests).toHaveLength(12);
  });

  it("keeps its results when the kernel is interrupted", async () => {
    let trials = 0;
    const { host, result } = benchmark(ARMS, { ...QUICK, pairs: 500 }, () => {
      trials++;
      if (trials === 4) host.interrupt();
    });
    const { run, verdict } = await result;

    expect(run.manifest.status).toBe("interrupted");
    expect(run.requests.length).toBeLessThan(1000);
    expect(verdict).not.toBe("");
  });

  it("is a value that a notebook displays nothing of", async () => {
    const value = await benchmark(ARMS).result;
    const display: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));

    expect(typeof display === "function" && display()).toEqual({});
    expect(Object.keys(value)).toEqual(["run", "verdict", "conclusions"]);
  });

  it.each([
    [
      { only: {} },
      TypeError,
      'two arms by name, a plan, or the path of a plan: current value is ["only"]',
    ],
    [{ a: { buffer: "no-such" }, b: {} }, Error, "arms[0].buffer cannot be used"],
    ["no-such.json", Error, 'Cannot read "no-such.json" as there is no such file or folder'],
  ])("refuses %j in one line", async (subject, kind, message) => {
    const failure: unknown = await benchmark(subject).result.catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(kind);
    expect(failure instanceof Error && failure.message).toContain(message);
    expect(failure instanceof Error && failure.message).not.toContain("\n");
  });
});
