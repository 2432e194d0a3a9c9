import { describe, expect, it } from "vitest";

import {
  type HubComm,
  type HubKernel,
  streamHub,
} from "../../labextension/src/kernel/stream-hub.ts";
import { followDocument } from "../../labextension/src/plugins/follow-document.ts";
import {
  type CommMessage,
  documentOf,
  type KernelCapabilities,
  type ReceivedStream,
} from "../../src/protocols/index.ts";
import { madeStream } from "../support/made/made-stream.ts";

const CAPABILITIES: KernelCapabilities = {
  control: "execute",
  sigint: true,
  actions: ["open", "stop"],
};

/** A kernel that records the code it receives, and sends comm messages of the session "k1". */
function fakeKernel(id: string, status = "idle") {
  const executed: string[] = [];
  const comm: HubComm = { onMsg: () => undefined };
  let interrupts = 0;
  let onOpen: Parameters<HubKernel["registerCommTarget"]>[1] = () => undefined;
  const kernel: HubKernel = {
    id,
    status,
    registerCommTarget(_target, callback) {
      onOpen = callback;
    },
    requestExecute({ code }) {
      executed.push(code);
      return { done: Promise.resolve() };
    },
    async interrupt() {
      interrupts++;
    },
  };
  const throughJson = (message: CommMessage) => ({
    content: { data: JSON.parse(JSON.stringify(message)) as unknown },
  });
  return {
    kernel,
    executed,
    interrupts: () => interrupts,
    open(...streams: ReceivedStream[]) {
      const documents = streams.map(documentOf);
      const open = { v: 1, type: "open", session: "k1", nextSeq: 0 } as const;
      onOpen(comm, throughJson({ ...open, capabilities: CAPABILITIES, streams: documents }));
    },
    send: (message: CommMessage) => comm.onMsg(throughJson(message)),
  };
}

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
function followed(status?: string) {
  const hub = streamHub();
  const made = fakeKernel("kernel-1", status);
  hub.attach(made.kernel);
  const seen: (string | undefined)[] = [];
  const leave = hub.follow({ session: "k1", id: "s1" }, (stream) => seen.push(stream?.text));
  return { hub, seen, leave, ...made };
}

describe("streamHub()", () => {
  it("passes a stream on to its followers until they leave", () => {
    const { open, send, seen, leave } = followed();
    open(madeStream({ text: "He" }), madeStream({ id: "s2" }));
    send(text(0, 2, "llo"));
    leave();
    send(text(1, 5, "!"));

    expect(seen).toEqual(["He", "Hello"]);
  });

  it("requests the streams of a kernel again when a message was lost", () => {
    const { open, send, seen, executed } = followed();
    open(madeStream());
    const before = executed.length;
    send(text(3, 0, "late"));

    expect(executed.slice(before)).toEqual([expect.stringContaining('"action":"open"')]);
    expect(seen).toEqual([""]);
  });

  it("requests the streams of every kernel for a follower whose session is unknown", () => {
    const { executed } = followed();

    expect(executed).toEqual([expect.stringContaining('"action":"open"')]);
  });

  it("requests the streams of a new kernel if a follower has none", () => {
    const hub = streamHub();
    hub.follow({ session: "k1", id: "s1" }, () => undefined);
    const { kernel, executed } = fakeKernel("kernel-1");
    hub.attach(kernel);

    expect(executed).toHaveLength(1);
  });

  it("reports the streams of a detached kernel as gone", () => {
    const { hub, open, seen } = followed();
    open(madeStream({ text: "He" }));
    hub.detach("kernel-1");

    expect(seen).toEqual(["He", undefined]);
  });

  it("stops a stream by a message, and by an interrupt while a cell runs", async () => {
    const idle = followed();
    idle.open(madeStream());
    await idle.hub.stop({ session: "k1", id: "s1" });
    const busy = followed("busy");
    busy.open(madeStream());
    await busy.hub.stop({ session: "k1", id: "s1" });

    expect(idle.executed.at(-1)).toContain('"action":"stop","stream":"s1"');
    expect([idle.interrupts(), busy.interrupts()]).toEqual([0, 1]);
  });

  it("ignores what is not a message", () => {
    const { open, send, seen } = followed();
    open(madeStream());
    send(JSON.parse('{"v":1,"type":"surprise"}'));

    expect(seen).toEqual([""]);
  });
});

describe("followDocument()", () => {
  const show = (shown: string[]) => (stream: ReceivedStream, feed: string) =>
    shown.push(`${stream.text} ${feed}`);

  it("shows the stored stream, then the live one, then the stored one without a kernel", () => {
    const { hub, open } = followed();
    const shown: string[] = [];
    followDocument(hub, documentOf(madeStream({ text: "stored" })), show(shown));
    open(madeStream({ text: "live" }));
    hub.detach("kernel-1");

    expect(shown).toEqual(["stored gone", "live live", "stored gone"]);
  });

  it("does not follow a stream that has ended", () => {
    const { hub, open } = followed();
    const shown: string[] = [];
    followDocument(hub, documentOf(madeStream({ text: "stored", state: "ended" })), show(shown));
    open(madeStream({ text: "live" }));

    expect(shown).toEqual(["stored gone"]);
  });
});
