import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { readTraces } from "../../src/events/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { showTraceIn } from "../../src/notebook/show-trace.ts";
import { TRACE_MIME_TYPE } from "../../src/protocols/index.ts";
import { replayTrace } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { madeTrace } from "../labextension/trace/made-trace.ts";
import { fakeHost } from "../support/fake-host.ts";

function kernel() {
  const host = fakeHost();
  return { host, session: kernelSession(host, { clock: systemClock(), random: seededRandom(1) }) };
}

describe("showTrace()", () => {
  it("shows a recorded stream", async () => {
    const { host, session } = kernel();
    await showTraceIn(session, madeTrace());
    const [shown] = host.calls;

    expect(shown?.type === "display" && shown.bundle["text/plain"]).toContain("Hello world");
  });

  it("records the answer to a prompt, and shows it in place of a note", async () => {
    const { host, session } = kernel();
    const provider = replayTrace(madeTrace());
    await showTraceIn(session, "Hi", { provider, model: "replayed" });
    const last = host.calls.findLast(({ type }) => type === "update");
    const trace = last?.type === "update" ? last.bundle[TRACE_MIME_TYPE] : undefined;
    const { traces } = readTraces(JSON.stringify(trace));

    expect(host.calls.map(({ type }) => type)).toEqual(["display", "update"]);
    expect(traces[0]?.events.at(-1)?.event.type).toBe("stream-end");
  });

  it("stops recording when the kernel is interrupted, and shows what has arrived", async () => {
    const { host, session } = kernel();
    const provider = replayTrace(madeTrace(), { speed: 1e-6 });
    const showing = showTraceIn(session, "Hi", { provider, model: "m", deadlines: {} });
    host.interrupt();
    await showing;
    const last = host.calls.at(-1);

    expect(last?.type === "update" && last.bundle["text/plain"]).toContain("Stopped");
  });

  it("hides a key of the request's environment", async () => {
    const { host, session } = kernel();
    const environment = { MY_API_KEY: "Hello world" };
    const provider = replayTrace(madeTrace());
    await showTraceIn(session, "Hi", { provider, model: "m Hello world", environment });

    expect(JSON.stringify(host.calls)).toContain("[MY_API_KEY]");
    expect(JSON.stringify(host.calls)).not.toContain("Hello world");
  });

  it("hides a key of which each delta has a part", async () => {
    const host = fakeHost();
    const secrets = [{ value: "Hello world", mask: "[key]" }];
    const options = { clock: systemClock(), random: seededRandom(1), secrets: () => secrets };
    await showTraceIn(kernelSession(host, options), madeTrace());
    const [shown] = host.calls;
    const trace = shown?.type === "display" ? shown.bundle[TRACE_MIME_TYPE] : undefined;
    const { traces } = readTraces(JSON.stringify(trace));
    const answer = traces[0]?.events.map(({ event }) =>
      event.type === "text-delta" ? event.text : "",
    );

    expect(answer?.join("")).toBe("[key]\n!");
  });

  it.each([[undefined], [{}], [5]])("refuses %j in one line", async (source) => {
    const failure: unknown = await Reflect.apply(showTraceIn, undefined, [
      kernel().session,
      source,
    ]).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(TypeError);
    expect(failure instanceof Error && failure.message).toContain(
      "Cannot show a timeline as it must be a trace or a prompt: current value is",
    );
  });
});
