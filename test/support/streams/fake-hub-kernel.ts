import type { HubComm, HubKernel } from "../../../labextension/src/kernel/hub-kernel.ts";
import { type StreamHub, streamHub } from "../../../labextension/src/kernel/stream-hub.ts";
import { VirtualClock } from "../../../src/clock/index.ts";
import {
  type CommMessage,
  documentOf,
  type KernelCapabilities,
  type ReceivedStream,
} from "../../../src/protocols/index.ts";
import { dig, parseJson } from "../../../src/wire/index.ts";

/** A hub whose page is the only one, unless `shownElsewhere` has streams. */
export function hubAlone(
  clock = new VirtualClock(),
  shownElsewhere: ReadonlySet<string> = new Set(),
): StreamHub {
  const pages = { isShownElsewhere: async (stream: string) => shownElsewhere.has(stream) };
  return streamHub({ clock, pages });
}

export interface FakeKernelOptions {
  readonly language?: string;
  readonly capabilities?: KernelCapabilities;
  readonly session?: string;
}

/** A kernel that records the code it receives and sends comm messages of one session. */
export function fakeHubKernel({
  language = "typescript",
  capabilities = { control: "execute", sigint: true, actions: ["open", "view", "stop", "release"] },
  session = "k1",
}: FakeKernelOptions = {}) {
  const executed: string[] = [];
  const comm: HubComm = { onMsg: () => undefined };
  const state = { status: "idle", connectionStatus: "connected", interrupts: 0 };
  /** Ends the executes that have been requested, as a kernel does once it is idle. */
  let replies = Promise.withResolvers<void>();
  let onOpen: Parameters<HubKernel["registerCommTarget"]>[1] = () => undefined;
  const kernel: HubKernel = {
    id: `kernel of ${session}`,
    get status() {
      return state.status;
    },
    get connectionStatus() {
      return state.connectionStatus;
    },
    info: Promise.resolve({ language_info: { name: language } }),
    registerCommTarget(_target, callback) {
      onOpen = callback;
    },
    requestExecute({ code }) {
      executed.push(code);
      return { done: replies.promise };
    },
    async interrupt() {
      state.interrupts++;
    },
  };
  const throughJson = (message: CommMessage) => ({
    content: { data: parseJson(JSON.stringify(message)) },
  });
  return {
    kernel,
    state,
    /** The messages that the kernel was sent, as `action stream`, but for the announcement of a viewer. */
    sent: () =>
      executed
        .map((code) => {
          const message = messageIn(code);
          return [dig(message, "action"), dig(message, "stream")].filter(Boolean).join(" ");
        })
        .filter((sent) => sent !== "view"),
    /** All code that the kernel was sent. */
    executed,
    /** The id of the latest message that the kernel was sent. */
    lastId: () => String(dig(messageIn(executed.at(-1) ?? ""), "id")),
    reply() {
      replies.resolve();
      replies = Promise.withResolvers();
    },
    open(...streams: ReceivedStream[]) {
      const documents = streams.map(documentOf);
      const open = { v: 1, type: "open", session, nextSeq: 0 } as const;
      onOpen(comm, throughJson({ ...open, capabilities, streams: documents }));
    },
    send: (message: CommMessage) => comm.onMsg(throughJson(message)),
  };
}

function messageIn(code: string): unknown {
  return parseJson(/control\((.*)\);void 0$/u.exec(code)?.[1] ?? "null");
}
