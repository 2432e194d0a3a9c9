import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import type { CommMessage, ReceivedStream } from "../../src/protocols/index.ts";
import {
  type FakeKernelOptions,
  fakeHubKernel,
  hubAlone,
} from "../support/streams/fake-hub-kernel.ts";
import { madeStream } from "../support/made/made-stream.ts";

const NAME = { session: "k1", id: "s1" };

/** Longer than messages of an idle kernel may be on their way. */
const DRAINED_MS = 1_000;

const text = (seq: number, offset: number, part: string): CommMessage => ({
  v: 1,
  type: "batch",
  seq,
  sentAtMs: 0,
  s: [["s1", offset, part, [10]]],
  ev: [],
  st: [],
});

/** A hub with one kernel and one follower of the stream "s1". */
function followed(options?: FakeKernelOptions) {
  const clock = new VirtualClock();
  const hub = hubAlone(clock);
  const fake = fakeHubKernel(options);
  hub.attach(fake.kernel);
  const seen: string[] = [];
  const leave = hub.follow(NAME, (stream, feed) => seen.push(`${stream?.text ?? "–"} ${feed}`));
  return { ...fake, clock, hub, seen, leave };
}

describe("streamHub()", () => {
  it("passes a stream on to its followers until they leave", () => {
    const { open, send, seen, leave } = followed();
    open(madeStream({ text: "He" }), madeStream({ id: "s2" }));
    send(text(0, 2, "llo"));
    leave();
    send(text(1, 5, "!"));

    expect(seen).toEqual(["– connecting", "He live", "Hello live"]);
  });

  it("keeps the last text of a kernel that has gone", () => {
    const { hub, kernel, open, send, seen } = followed();
    open(madeStream({ text: "He" }));
    hub.detach(kernel, "dead");
    send(text(0, 2, "llo"));
    const later: string[] = [];
    hub.follow(NAME, (stream, feed) => later.push(`${stream?.text} ${feed}`));

    expect(seen.at(-1)).toBe("He gone");
    expect(later).toEqual(["He gone"]);
  });

  it("goes on when a session that had gone is opened again", () => {
    const { hub, kernel, open, seen } = followed();
    open(madeStream({ text: "He" }));
    hub.detach(kernel, "dead");
    hub.attach(kernel);
    open(madeStream({ text: "Hello" }));

    expect(seen.slice(-2)).toEqual(["He gone", "Hello live"]);
  });

  it("requests the streams of a kernel again whose document was closed and opened", async () => {
    const { clock, hub, kernel, open, sent } = followed();
    open(madeStream({ text: "He" }));
    hub.detach(kernel, "closed");
    hub.attach(kernel);
    await clock.advanceBy(0);
    const later: string[] = [];
    hub.follow(NAME, (stream, feed) => later.push(`${stream?.text} ${feed}`));

    expect(sent()).toEqual(["open", "open"]);
    expect(later).toEqual(["He connecting"]);
  });

  it("requests the streams of a kernel once when messages were lost", async () => {
    const { clock, open, send, seen, sent } = followed();
    open(madeStream());
    await clock.advanceBy(0);
    const before = sent().length;
    send(text(3, 0, "late"));
    send(text(4, 4, "later"));
    await clock.advanceBy(0);

    expect(before).toBe(1);
    expect(sent()).toEqual(["open"]);
    expect(seen.at(-1)).toBe(" live");
  });

  it("ignores what is not a message", () => {
    const { open, send, seen } = followed();
    open(madeStream());
    send(JSON.parse('{"v":1,"type":"surprise"}'));

    expect(seen.at(-1)).toBe(" live");
  });
});

describe("streamHub(): a stream that is not known", () => {
  it("is connecting until all kernels have answered, then gone", async () => {
    const { clock, seen, sent, reply } = followed();
    await clock.advanceBy(60_000);
    expect(sent()).toEqual(["open"]);
    expect(new Set(seen)).toEqual(new Set(["– connecting"]));

    reply();
    await clock.advanceBy(DRAINED_MS);
    expect(seen.at(-1)).toBe("– gone");
  });

  it("stays gone for panes that are drawn again", async () => {
    const { clock, hub, reply, sent } = followed();
    await clock.advanceBy(0);
    reply();
    await clock.advanceBy(DRAINED_MS);
    const again: string[] = [];
    hub.follow(NAME, (_stream, feed) => again.push(feed));
    await clock.advanceBy(0);

    expect(again).toEqual(["gone"]);
    expect(sent()).toEqual(["open"]);
  });

  it("is connecting while a document waits for its kernel, for 20 s", async () => {
    const clock = new VirtualClock();
    const hub = hubAlone(clock);
    hub.expectKernel();
    const seen: string[] = [];
    hub.follow(NAME, (_stream, feed) => seen.push(feed));
    await clock.advanceBy(19_999);
    expect(new Set(seen)).toEqual(new Set(["connecting"]));

    await clock.advanceBy(1);
    expect(seen.at(-1)).toBe("gone");
  });

  it("is gone at once if the document has no kernel, and live if one comes that has it", () => {
    const hub = hubAlone();
    const found = hub.expectKernel();
    const seen: string[] = [];
    hub.follow(NAME, (_stream, feed) => seen.push(feed));
    found();
    const fake = fakeHubKernel();
    hub.attach(fake.kernel);
    fake.open(madeStream());

    expect(seen).toEqual(["connecting", "gone", "live"]);
  });

  it("is connecting while its session is known, and requested when it is late", async () => {
    const clock = new VirtualClock();
    const hub = hubAlone(clock);
    const { kernel, open, reply, sent } = fakeHubKernel();
    hub.attach(kernel);
    open();
    const seen: string[] = [];
    hub.follow(NAME, (_stream, feed) => seen.push(feed));
    await clock.advanceBy(999);
    expect(sent()).toEqual([]);

    await clock.advanceBy(1);
    expect(sent()).toEqual(["open"]);
    expect(new Set(seen)).toEqual(new Set(["connecting"]));
    reply();
    await clock.advanceBy(DRAINED_MS);
    expect(seen.at(-1)).toBe("gone");
  });

  it("is never requested from a kernel of another language", async () => {
    const { clock, seen, executed } = followed({ language: "python" });
    await clock.advanceBy(0);

    expect(executed).toEqual([]);
    expect(seen.at(-1)).toBe("– gone");
  });
});

describe("streamHub(): a lost connection", () => {
  it("leaves the text, marks it, and requests what was missed", async () => {
    const { clock, hub, kernel, state, open, reply, seen, sent } = followed();
    open(madeStream({ text: "He" }));
    await clock.advanceBy(0);
    reply();
    await clock.advanceBy(DRAINED_MS);
    state.connectionStatus = "connecting";
    hub.refresh(kernel);
    state.connectionStatus = "connected";
    hub.catchUp(kernel);
    await clock.advanceBy(0);

    expect(seen.slice(-2)).toEqual(["He connecting", "He live"]);
    expect(sent()).toEqual(["open", "open"]);
  });

  it("is final when JupyterLab has given up", () => {
    const { hub, kernel, state, open, seen } = followed();
    open(madeStream({ text: "He" }));
    state.connectionStatus = "disconnected";
    hub.refresh(kernel);

    expect(seen.at(-1)).toBe("He gone");
  });
});

describe("streamHub().controls()", () => {
  it("stops a stream by a message, and by an interrupt of all while a cell runs", async () => {
    const { clock, hub, state, open, sent } = followed();
    open(madeStream());
    await clock.advanceBy(0);
    const idle = hub.controls(NAME);
    void idle.stop?.();
    state.status = "busy";
    const busy = hub.controls(NAME);
    await busy.stop?.();

    expect(sent()).toEqual(["open", "stop s1"]);
    expect([idle.stopsAll, busy.stopsAll, state.interrupts]).toEqual([undefined, true, 1]);
  });

  it("resolves when the kernel has executed a message, and rejects with its reason if not", async () => {
    const { hub, open, send, lastId } = followed();
    open(madeStream());
    const done = hub.controls(NAME).stop?.();
    send({ v: 1, type: "ack", seq: 0, id: lastId(), problem: undefined });
    const refused = hub.controls(NAME).stop?.();
    send({ v: 1, type: "ack", seq: 1, id: lastId(), problem: "it has ended" });

    await expect(done).resolves.toBeUndefined();
    await expect(refused).rejects.toThrow("it has ended");
  });

  it("rejects when the kernel is idle again and has not answered", async () => {
    const { clock, hub, open, reply } = followed();
    open(madeStream());
    const stopped = hub.controls(NAME).stop?.().catch(String);
    reply();
    await clock.advanceBy(2 * DRAINED_MS);

    expect(await stopped).toBe("Error: Cannot stop the answer as the kernel did not respond");
  });

  it("offers what the kernel can do in the stream's state", () => {
    const actions = ["open", "stop", "pause", "resume", "retry"] as const;
    const { hub, open, state } = followed({
      capabilities: { control: "execute", sigint: true, actions },
    });
    const offered = (fields: Partial<ReceivedStream>) => {
      open(madeStream(fields));
      return Object.keys(hub.controls(NAME));
    };
    const ended = { state: "ended", end: { kind: "stop", raw: "stop" } } as const;

    expect(offered({ state: "flowing" })).toEqual(["stop", "pause"]);
    expect(offered({ state: "flowing", isPaused: true })).toEqual(["stop", "resume"]);
    expect(offered(ended)).toEqual([]);
    expect(offered({ ...ended, canRetry: true })).toEqual(["retry"]);
    state.status = "busy";
    expect(offered({ state: "flowing" })).toEqual(["stop", "stopsAll"]);
    expect(offered({ ...ended, canRetry: true })).toEqual([]);
  });

  it("has none without a kernel", () => {
    const { hub, kernel, open } = followed();
    const before = hub.controls(NAME);
    open(madeStream());
    hub.detach(kernel, "dead");

    expect([before, hub.controls(NAME)]).toEqual([{}, {}]);
  });
});
