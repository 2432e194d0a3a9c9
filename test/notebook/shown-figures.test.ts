import { describe, expect, it } from "vitest";

import { figureReader, shownFigures } from "../../labextension/src/view/pane/figures.ts";
import { streamFigures, figureLines } from "../../src/cli/output/stream-figures.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import type { StreamEvent, StreamEventBody, Trace } from "../../src/events/index.ts";
import { measureAll } from "../../src/metrics/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { showIn } from "../../src/notebook/show.ts";
import { readCommMessage, type ReceivedStream, streamReceiver } from "../../src/protocols/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { fakeHost } from "../support/fake-host.ts";
import { evenChunks, madeTrace, type MadeStream } from "../support/made/made-trace.ts";

const STARTS: Readonly<Record<string, StreamEventBody>> = {
  "text-delta": { type: "text-start", block: "text" },
  "reasoning-delta": { type: "reasoning-start", block: "thinking" },
  "tool-call-delta": { type: "tool-call-start", id: "call", name: "f" },
};

/** The events of a trace, each when it happened, with the starts of its blocks. */
async function* played(trace: Trace, clock: VirtualClock): AsyncGenerator<StreamEvent> {
  const started = new Set<string>();
  for (const { event } of trace.events) {
    const start = STARTS[event.type];
    if (start !== undefined && !started.has(event.type)) {
      started.add(event.type);
      yield { ...start, at: trace.scheduledAt, seq: 0 };
    }
    await new Promise<void>((resolve) => {
      clock.callAt(event.at, resolve);
    });
    yield event;
  }
}

/** What a page has received of a stream in the end, through a kernel's comm. */
async function shown(made: MadeStream): Promise<ReceivedStream> {
  const clock = new VirtualClock();
  const host = fakeHost();
  const kernel = kernelSession(host, { clock, random: seededRandom(1) });
  const trace = madeTrace(made);
  const showing = showIn(
    kernel,
    { ...iterable(played(trace, clock)), startedAt: trace.scheduledAt },
    {},
  );
  await clock.runUntil(showing.then(({ done }) => done));
  const receiver = streamReceiver();
  const ids = host.messages.flatMap((message) => {
    const read = readCommMessage(JSON.parse(JSON.stringify(message)));
    return read === undefined ? [] : receiver.receive(read).changed;
  });
  const stream = receiver.stream(ids[0] ?? "");
  if (stream === undefined) throw new Error("Nothing was shown");
  return stream;
}

const iterable = (events: AsyncGenerator<StreamEvent>) => ({
  [Symbol.asyncIterator]: () => events,
});

async function pane(made: MadeStream): Promise<Record<string, string>> {
  const figures = shownFigures(figureReader().read(await shown(made)), { isLive: true });
  return Object.fromEntries(figures.map(({ label, value }) => [label, value]));
}

const rateInTerminal = (made: MadeStream) => {
  const lines = figureLines(streamFigures(madeTrace(made)), { end: undefined, usage: undefined });
  return lines[1]?.split(" · ")[1];
};

/** 20 tokens of reasoning one by one, then 15 tokens of text in 5 chunks. */
const thinking: MadeStream = {
  chunks: [
    ...evenChunks(20, 100, 20).map(([ms]) => [ms, "hm ", "reasoning"] as const),
    ...evenChunks(5, 500, 20).map(([ms]) => [ms, "one two three "] as const),
  ],
  outputTokens: 35,
  reasoningTokens: 20,
};

describe("the figures of a pane, a terminal and a benchmark", () => {
  it("have one time to first token, reasoning included", async () => {
    expect(measureAll(madeTrace(thinking))["ttft@wire"]).toBe(100);
    expect(streamFigures(madeTrace(thinking)).ttftMs).toBe(100);
    expect((await pane(thinking))["TTFT"]).toBe("100 ms");
  });

  it("have one rate, in tokens that the provider counted", async () => {
    expect(measureAll(madeTrace(thinking))["tokens_per_second@wire"]).toBeCloseTo(70.8, 1);
    expect(rateInTerminal(thinking)).toBe("70.8 tokens/s");
    // The page knows the first read's share of the chunks, not of the characters.
    expect((await pane(thinking))["tok/s"]).toBe("≈70");
  });

  it("have the same rate with any buffer of the pane", async () => {
    const chunks = evenChunks(200, 100, 10);
    const batches = evenChunks(40, 140, 50).map(([ms]) => [ms, "word".repeat(5)] as const);

    expect((await pane({ chunks, outputTokens: 200 }))["tok/s"]).toBe("100");
    expect((await pane({ chunks: batches, outputTokens: 200 }))["tok/s"]).toBe("≈100");
  });

  it("mark a rate without a token count as an estimate", async () => {
    expect((await pane({ chunks: evenChunks(100, 100, 10) }))["tok/s"]).toBe("≈100");
    expect(rateInTerminal({ chunks: evenChunks(100, 100, 10) })).toBe("≈100 tokens/s");
  });

  it("have no rate under ten tokens", async () => {
    const refusal: MadeStream = { chunks: evenChunks(3, 100, 0.3), outputTokens: 3 };

    expect((await pane(refusal))["tok/s"]).toBe("–");
    expect(rateInTerminal(refusal)).toBe("– tokens/s");
  });

  it("do not count reasoning that was not shown", async () => {
    const hidden: MadeStream = {
      chunks: evenChunks(100, 900, 10),
      outputTokens: 1_000,
      reasoningTokens: 900,
    };

    expect((await pane(hidden))["tok/s"]).toBe("100");
    expect(rateInTerminal(hidden)).toBe("100 tokens/s");
  });

  it("have the gaps between reads, not zeros between the tokens of one", async () => {
    // 1,600 tokens a second, four a read.
    const chunks = Array.from({ length: 100 }, (_, read) =>
      evenChunks(4, 100 + 2.5 * read, 0),
    ).flat();
    const { gap, jitter } = await pane({ chunks, outputTokens: 400 });

    expect(gap).toBe("2.5 ms");
    expect(jitter).not.toBe("0.0 ms");
    expect(streamFigures(madeTrace({ chunks })).gapP50Ms).toBe(2.5);
  });

  it("know no gap if all came at once", async () => {
    const atOnce = await pane({ chunks: evenChunks(50, 100, 0), outputTokens: 50 });

    expect(atOnce).toMatchObject({ gap: "–", jitter: "–", stalls: "–", "tok/s": "–" });
  });

  it("count the arguments of a tool call as content", async () => {
    const call: MadeStream = {
      chunks: evenChunks(40, 100, 10).map(([ms]) => [ms, "{..}", "tool"] as const),
    };

    expect(await pane(call)).toMatchObject({ TTFT: "100 ms", gap: "10 ms" });
  });
});
