import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { stream } from "../../src/lifecycle/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { show } from "../../src/notebook/index.ts";
import { showIn } from "../../src/notebook/show.ts";
import { readStreamBundle } from "../../src/protocols/index.ts";
import { replayTrace } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { fakeHost } from "../support/fake-host.ts";
import { evenChunks, madeTrace } from "../support/made/made-trace.ts";

const recorded = {
  provider: replayTrace(madeTrace({ chunks: evenChunks(3, 1, 0) }), { speed: Infinity }),
  model: "m",
};

async function shownBy(
  showing: (session: ReturnType<typeof kernelSession>) => ReturnType<typeof showIn>,
) {
  const clock = new VirtualClock();
  const host = fakeHost();
  const handle = await clock.runUntil(
    showing(kernelSession(host, { clock, random: seededRandom(1) })),
  );
  const { text } = await handle.done;
  const last = host.calls.findLast(({ type }) => type === "update");
  const document = last?.type === "update" ? readStreamBundle(last.bundle) : undefined;
  return { handle, text, document };
}

describe("show()", () => {
  it("asks a prompt with the options of stream(), and keeps the prompt", async () => {
    const { text, document } = await shownBy((session) =>
      showIn(session, "Why is the sky blue?", { title: "Sky", ...recorded }),
    );

    expect(text).not.toBe("");
    expect(document).toMatchObject({
      title: "Sky",
      prompt: "Why is the sky blue?",
      text,
      canRetry: true,
    });
  });

  it("asks a whole conversation, and keeps the user's last message", async () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "Why?" }] },
    ] as const;
    const { document } = await shownBy((session) => showIn(session, messages, recorded));

    expect(document?.prompt).toBe("Why?");
  });

  it("keeps the prompt of a stream", async () => {
    const { document } = await shownBy((session) => showIn(session, stream("Hi", recorded)));

    expect(document?.prompt).toBe("Hi");
  });

  it("returns a handle of which a notebook displays nothing", async () => {
    const { handle } = await shownBy((session) => showIn(session, "Hi", recorded));
    const display: unknown = Reflect.get(handle, Symbol.for("Jupyter.display"));

    expect(typeof display === "function" && Reflect.apply(display, handle, [])).toEqual({});
  });

  it.each([
    [undefined, "undefined"],
    [42, "42"],
    [{ prompt: "Hi" }, '{"prompt":"Hi"}'],
    [() => "Hi", "a function"],
    [12n, "12"],
  ])("rejects %s with the reason", async (source, shown) => {
    const showing: Promise<unknown> = Reflect.apply(showIn, undefined, [
      kernelSession(fakeHost(), { clock: new VirtualClock(), random: seededRandom(1) }),
      source,
    ]);

    await expect(showing).rejects.toThrow(
      new TypeError(
        `Cannot show the source as it must be a prompt, messages, or a stream: current value is ${shown}`,
      ),
    );
  });

  it.each([
    [null, "options must be an object: current value is null"],
    [{ title: 5 }, "title must be text: current value is 5"],
    [
      { buffer: "word" },
      'buffer must be a strategy, such as createBuffer({ strategy: "word" }): current value is "word"',
    ],
    [
      { environment: null },
      "environment must be an object with variables by name: current value is null",
    ],
  ])("rejects the options %j before it requests anything", async (options, problem) => {
    const host = fakeHost();
    const session = kernelSession(host, { clock: new VirtualClock(), random: seededRandom(1) });
    const showing: Promise<unknown> = Reflect.apply(showIn, undefined, [session, "Hi", options]);

    await expect(showing).rejects.toThrow(new TypeError(`Cannot show the stream as ${problem}`));
    expect(host.calls).toEqual([]);
  });

  it("rejects outside a notebook", async () => {
    await expect(show("Hi")).rejects.toThrow("Cannot show anything as this is not a notebook");
  });
});
