import { describe, expect, it } from "vitest";

import { instant, VirtualClock } from "../../src/clock/index.ts";
import { readAhead, stampArrival } from "../../src/wire/index.ts";

/** A body whose reads are pushed by the test. */
function openBody() {
  let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  let wantedReads = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        sink = controller;
      },
      pull() {
        wantedReads++;
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return {
    body,
    push: (bytes: Uint8Array) => sink?.enqueue(bytes),
    close: () => sink?.close(),
    fail: (error: Error) => sink?.error(error),
    get wantedReads() {
      return wantedReads;
    },
    get cancelled() {
      return cancelled;
    },
  };
}

/** Lets all pending promises settle. */
const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

const bytesOf = (...numbers: number[]) => new Uint8Array(numbers);

describe("readAhead()", () => {
  it("reads ahead, and returns what has arrived without waiting", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    source.push(bytesOf(1, 2));
    await turns();

    expect(ahead.take()?.bytes).toEqual(bytesOf(1, 2));
    expect(ahead.take()).toBeUndefined();
  });

  it("records the instant of arrival, not of consumption", async () => {
    const clock = new VirtualClock();
    const source = openBody();
    const ahead = readAhead(source.body, clock);
    await clock.advanceBy(5);
    source.push(bytesOf(1));
    await turns();
    await clock.advanceBy(100);

    expect(ahead.take()?.at).toBe(5);
  });

  it("uses the instant that a transport recorded", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    const bytes = bytesOf(1);
    stampArrival(bytes, instant(3));
    source.push(bytes);

    expect((await ahead.next())?.at).toBe(3);
  });

  it("waits for the next chunk, and resolves with undefined at the end", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    const first = ahead.next();
    source.push(bytesOf(1));

    expect((await first)?.bytes).toEqual(bytesOf(1));
    const last = ahead.next();
    source.close();
    expect(await last).toBeUndefined();
    expect(await ahead.next()).toBeUndefined();
  });

  it("returns all chunks before the error of the body", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    source.push(bytesOf(1));
    await turns();
    source.push(bytesOf(2));
    await turns();
    source.fail(new Error("reset"));
    await turns();

    expect((await ahead.next())?.bytes).toEqual(bytesOf(1));
    expect(ahead.take()?.bytes).toEqual(bytesOf(2));
    expect(ahead.take()).toBeUndefined();
    await expect(ahead.next()).rejects.toThrow("reset");
  });

  it("reads at most 64 KiB ahead until a chunk is taken", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    source.push(new Uint8Array(65_536));
    await turns();
    const wantedBefore = source.wantedReads;
    source.push(bytesOf(1));
    await turns();

    expect(source.wantedReads).toBe(wantedBefore);
    ahead.take();
    await turns();
    expect(source.wantedReads).toBeGreaterThan(wantedBefore);
  });

  it("ends the wait and closes the connection on cancel", async () => {
    const source = openBody();
    const ahead = readAhead(source.body, new VirtualClock());
    const waiting = ahead.next();
    await ahead.cancel();

    expect(await waiting).toBeUndefined();
    expect(source.cancelled).toBe(true);
  });
});
