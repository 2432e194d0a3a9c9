import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { systemClock, VirtualClock } from "../../src/clock/index.ts";
import type { StreamEvent } from "../../src/events/index.ts";
import { compareIn } from "../../src/notebook/compare.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { liveDisplayIn } from "../../src/notebook/live-display.ts";
import { showIn } from "../../src/notebook/show.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { secretsIn } from "../../src/text/index.ts";
import { timedStream } from "../support/events.ts";
import { fakeHost } from "../support/fake-host.ts";
import { byteServer } from "../support/servers/byte-server.ts";
import { echoes, KEY } from "../support/servers/echoed-key.ts";

const ENVIRONMENT = { OPENAI_API_KEY: KEY };

function kernel() {
  const host = fakeHost();
  const options = { clock: systemClock(), random: seededRandom(1) };
  const session = kernelSession(host, { ...options, secrets: () => secretsIn(ENVIRONMENT) });
  return { host, session };
}

describe("a key that a server repeats", () => {
  it.each(echoes)("in %s does not leave the kernel", async (_, answer) => {
    const { url } = await byteServer(answer);
    const { host, session } = kernel();
    const shown = await showIn(session, `Is ${KEY} a good key?`, {
      title: `About ${KEY}`,
      provider: "openai-chat",
      model: "m",
      environment: { ...ENVIRONMENT, OPENAI_BASE_URL: url },
      retry: { attempts: 1 },
      deadlines: { totalMs: 500 },
    });
    await shown.done;

    expect(JSON.stringify(host.calls)).toContain("Is [OPENAI_API_KEY] a good key?");
    expect(JSON.stringify(host.calls)).not.toContain(KEY);
  });

  it("does not leave the kernel in a comparison", async () => {
    const { host, session } = kernel();
    const { url } = await byteServer(...echoes.slice(0, 1).map(([, answer]) => answer));
    const arm = {
      provider: "openai-chat",
      model: "m",
      environment: { ...ENVIRONMENT, OPENAI_BASE_URL: url },
    };
    const shown = await compareIn(session, {
      source: `Is ${KEY} a good key?`,
      arms: { a: arm, b: arm },
      title: KEY,
    });
    await shown.done;

    expect(JSON.stringify(host.calls)).toContain("Your key is [OPENAI_API_KEY].");
    expect(JSON.stringify(host.calls)).not.toContain(KEY);
  });

  it("does not leave the kernel however the answer is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 20 }),
        async (cuts) => {
          const clock = new VirtualClock();
          const host = fakeHost();
          const secrets = () => secretsIn(ENVIRONMENT);
          const session = kernelSession(host, { clock, random: seededRandom(1), secrets });
          const answer = `a sk-ech ${KEY}${KEY} sk-`;
          let at = 0;
          const parts = [...cuts, answer.length].map((length) => answer.slice(at, (at += length)));
          const deltas = parts.map((text) => ({ text, gapMs: 1 }));
          const showing = showIn(session, timedStream(clock, deltas), {});
          const { text } = await clock.runUntil(showing.then(({ done }) => done));

          // The first two characters of a key are not held back.
          expect(text.replaceAll(/sk?\[/gu, "[")).toBe(
            "a sk-ech [OPENAI_API_KEY][OPENAI_API_KEY] sk-",
          );
          expect(JSON.stringify(host.calls)).not.toContain(KEY);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("does not cost the end of an answer that only begins like it", async () => {
    for (const isThrown of [false, true]) {
      const clock = new VirtualClock();
      const secrets = () => secretsIn(ENVIRONMENT);
      const session = kernelSession(fakeHost(), { clock, random: seededRandom(1), secrets });
      const text = `Hello ${KEY.slice(0, 6)}`;
      async function* cut(): AsyncGenerator<StreamEvent> {
        yield { type: "text-delta", block: "0", text, at: clock.now(), seq: 0 };
        if (isThrown) throw new Error("gone");
      }
      const { done } = await clock.runUntil(showIn(session, cut()));

      expect((await done).text).toBe(text);
    }
  });

  it("leaves the text of a block and of a tool call with the same id apart", async () => {
    const clock = new VirtualClock();
    const secrets = () => secretsIn(ENVIRONMENT);
    const session = kernelSession(fakeHost(), { clock, random: seededRandom(1), secrets });
    const start = KEY.slice(0, 6);
    async function* both(): AsyncGenerator<StreamEvent> {
      const at = clock.now();
      yield { type: "text-delta", block: "0", text: start, at, seq: 0 };
      yield { type: "tool-call-start", id: "0", name: "f", at, seq: 1 };
      yield { type: "tool-call-delta", id: "0", text: "{}", at, seq: 2 };
      yield { type: "stream-end", reason: { kind: "stop", raw: "stop" }, at, seq: 3 };
    }
    const { done } = await clock.runUntil(showIn(session, both()));

    expect(await done).toMatchObject({ text: start, toolCalls: [{ text: "{}" }] });
  });

  it("is not in other displays, such as a report or a trace, nor in an uncaught error", async () => {
    const { host, session } = kernel();
    const display = await liveDisplayIn(session, { "text/plain": KEY });
    await display.finish({ "application/json": { [KEY]: [{ key: `x${KEY}` }] } });
    host.fail(new Error(KEY));

    expect(JSON.stringify(host.calls)).toContain("[OPENAI_API_KEY]");
    expect(JSON.stringify(host.calls)).not.toContain(KEY);
  });
});
