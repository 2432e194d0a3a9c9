import { expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected } from "../../src/events/index.ts";
import { type Deadlines, startStream } from "../../src/lifecycle/index.ts";
import type { Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { simulator } from "../support/simulator.ts";

/** An adapter for the simulator, and the differences of its API. */
export interface FaultCases {
  /** @param origin Without a path, as in `http://127.0.0.1:8000`. */
  create(origin: string): Provider;
  /** The end of an answer without its last frame: some APIs mark the end twice. */
  readonly withoutTerminator: "truncated" | "stop";
  /** Whether its frames have checksums. */
  readonly isBinary: boolean;
}

const TEXT = "a b c 漢 字 e f";

/** The end of the stream for each fault, the same for all APIs. */
export function itEndsTruthfully({ create, withoutTerminator, isBinary }: FaultCases): void {
  async function answerWith(fault: string, deadlines: Deadlines = {}): Promise<Collected> {
    const { url } = await simulator();
    const model = `fixed:ttftMs=1,itlMs=0+${fault}`;
    const messages = [{ role: "user", content: `echo: ${TEXT}` }] as const;
    const stream = startStream(
      create(new URL(url).origin),
      { model, messages },
      { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 }, deadlines },
    );
    return collect(stream);
  }

  const failed = (failure: object) => ({ kind: "failed", failure });

  it("reports an answer that ends early as truncated, and keeps its text", async () => {
    const { text, end } = await answerWith("cut@after=3,how=clean");

    expect({ text, end }).toMatchObject({ text: "a b c", end: { kind: "truncated" } });
  });

  it.each(["fin", "rst"])("delivers the text before the connection breaks: %s", async (how) => {
    const { text, end } = await answerWith(`cut@after=3,how=${how}`);

    expect({ text, end }).toMatchObject({
      text: "a b c",
      end: failed({ code: "connection-lost" }),
    });
  });

  it.each(["stall", "freeze"])(
    "ends at the idle deadline of a %s, and keeps the text",
    async (kind) => {
      const { text, end } = await answerWith(`${kind}@after=3,forMs=60000`, { idleMs: 400 });

      expect({ text, end }).toMatchObject({
        text: "a b c",
        end: failed({ code: "deadline-exceeded", deadline: "idle" }),
      });
    },
  );

  it.each(["slow-headers@forMs=60000", "early-headers+slow-headers@forMs=60000"])(
    "ends at the deadline for the first token: %s",
    async (fault) => {
      const { end } = await answerWith(fault, { firstTokenMs: 400 });

      expect(end).toMatchObject(failed({ code: "deadline-exceeded", deadline: "first-token" }));
    },
  );

  it.each([400, 401, 404, 429, 500, 502, 503, 504])("reports the status %d", async (code) => {
    const { text, end } = await answerWith(`status@code=${code},retryAfterMs=1500`);

    expect({ text, end }).toMatchObject({
      text: "",
      end: failed({
        code: "http-status",
        status: code,
        detail: expect.stringContaining("Refused on request"),
        retryAfterMs: 1500,
      }),
    });
  });

  it("reports a prompt that is too long, with the provider's message", async () => {
    const { end } = await answerWith("context-length");
    const detail = expect.stringContaining("maximum context length");

    expect(end).toMatchObject(failed({ code: "http-status", status: 400, detail }));
  });

  it("reports a refused connection", async () => {
    expect((await answerWith("refuse-connection")).end).toMatchObject(
      failed({ code: "connection-failed" }),
    );
  });

  it.each(["trickle", "split"])("does not depend on packets: %s", async (fault) => {
    const { text, end } = await answerWith(fault);

    expect({ text, end }).toMatchObject({ text: TEXT, end: { kind: "stop" } });
  });

  it("keeps the text before a malformed frame", async () => {
    const { text, end } = await answerWith("malformed@after=3");

    expect({ text, end }).toMatchObject({
      text: "a b c",
      end: failed({ code: "malformed-payload" }),
    });
  });

  it("delivers duplicated and reordered frames as they are sent", async () => {
    expect((await answerWith("duplicate@after=1")).text).toBe("a b b c 漢 字 e f");
    expect((await answerWith("reorder@after=1")).text).toBe("a c b 漢 字 e f");
  });

  it("reports the provider's error in the stream", async () => {
    const { text, end } = await answerWith("error@after=3");
    const detail = expect.stringContaining("overloaded");

    expect({ text, end }).toMatchObject({
      text: "a b c",
      end: failed({ code: "provider-error", detail }),
    });
  });

  it(`reports ${withoutTerminator} if the last frame is missing`, async () => {
    const { text, end } = await answerWith("no-terminator");

    expect({ text, end }).toMatchObject({ text: TEXT, end: { kind: withoutTerminator } });
  });

  it("reads a stream under another content type", async () => {
    const { text, end } = await answerWith("wrong-content-type");

    expect({ text, end }).toMatchObject({ text: TEXT, end: { kind: "stop" } });
  });

  it("accepts a token of four million characters", async () => {
    const { text, end } = await answerWith("huge@after=1");

    expect(end).toMatchObject({ kind: "stop" });
    expect(text).toHaveLength(TEXT.length - 2 + 4_194_304);
  });

  it("can be stopped in an endless answer, and the server notices", async () => {
    const { url, truth } = await simulator();
    const model = "fixed:ttftMs=1,itlMs=1+endless";
    const stream = startStream(
      create(new URL(url).origin),
      { model, messages: [{ role: "user", content: `echo: ${TEXT}` }] },
      { clock: systemClock(), random: seededRandom(1) },
    );
    let deltas = 0;
    const events = [];
    for await (const event of stream) {
      events.push(event);
      if (event.type === "text-delta" && ++deltas === 20) stream.stop("enough");
    }

    expect((await collect(events)).end).toEqual({ kind: "aborted", raw: "enough" });
    await expect.poll(async () => (await truth())[0]?.state).toBe("client-left");
  });

  if (isBinary) {
    it.each(["bad-crc", "bad-length"])("rejects a damaged frame: %s", async (fault) => {
      const { text, end } = await answerWith(`${fault}@after=3`);

      expect(text).toBe("a b c");
      expect(end).toMatchObject(
        failed({ code: expect.stringMatching(/^(malformed-frame|too-large)$/u) }),
      );
    });
  }
}
