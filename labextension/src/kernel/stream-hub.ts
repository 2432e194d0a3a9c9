import {
  COMM_TARGET,
  controlCode,
  type ControlMessage,
  readCommMessage,
  type ReceivedStream,
  type StreamDocument,
  streamReceiver,
  type StreamReceiver,
} from "millrace/protocols";

/** The part of JupyterLab's kernel connection that the hub needs. */
export interface HubKernel {
  readonly id: string;
  readonly status: string;
  registerCommTarget(target: string, callback: (comm: HubComm, open: HubMessage) => void): void;
  requestExecute(content: {
    readonly code: string;
    readonly silent: boolean;
    readonly store_history: boolean;
    readonly stop_on_error: boolean;
  }): { readonly done: Promise<unknown> };
  interrupt(): Promise<void>;
}

export interface HubComm {
  onMsg(message: HubMessage): void;
}

export interface HubMessage {
  readonly content: { readonly data?: unknown };
}

/** Identifies a stream of all kernels: the session of its kernel, and its id there. */
export type StreamName = Pick<StreamDocument, "session" | "id">;

/** Called on every change; with `undefined` when no kernel feeds the stream. */
export type StreamListener = (stream: ReceivedStream | undefined) => void;

/** All streams of all kernels of the page. */
export interface StreamHub {
  /** Listens for the streams of a kernel. Does nothing for one it listens to already. */
  attach(kernel: HubKernel): void;
  /** Forgets a kernel that has died or was restarted. Its streams get no more updates. */
  detach(kernelId: string): void;
  /** Calls back with the stream as it is, if it is known, and on every change. */
  follow(name: StreamName, listener: StreamListener): () => void;
  /** Ends a stream. Resolves when the request has been sent. */
  stop(name: StreamName): Promise<void>;
}

export function streamHub(): StreamHub {
  const kernels = new Map<string, HubKernel>();
  const sessions = new Map<
    string,
    { readonly receiver: StreamReceiver; readonly kernel: HubKernel }
  >();
  const followers = new Set<StreamName & { readonly listener: StreamListener }>();
  let controls = 0;

  function receive(session: string, data: unknown): void {
    const message = readCommMessage(data);
    const known = sessions.get(session);
    if (message === undefined || known === undefined) return;
    const { receiver, kernel } = known;
    const { changed, lost } = receiver.receive(message);
    for (const { session: followed, id, listener } of followers) {
      if (followed === session && changed.includes(id)) listener(receiver.stream(id));
    }
    // The kernel then sends whole streams.
    if (lost) void control(kernel, "open");
  }

  function control(
    kernel: HubKernel,
    action: ControlMessage["action"],
    stream?: string,
  ): Promise<unknown> {
    const code = controlCode({ v: 1, id: `c${++controls}`, action, stream });
    const request = { code, silent: true, store_history: false, stop_on_error: false };
    // A kernel that has gone cannot answer; its streams are marked when it is detached.
    return kernel.requestExecute(request).done.catch(() => undefined);
  }

  return {
    attach(kernel) {
      if (kernels.get(kernel.id) === kernel) return;
      kernels.set(kernel.id, kernel);
      kernel.registerCommTarget(COMM_TARGET, (comm, open) => {
        const message = readCommMessage(open.content.data);
        if (message?.type !== "open") return;
        const { session } = message;
        if (!sessions.has(session)) sessions.set(session, { receiver: streamReceiver(), kernel });
        comm.onMsg = ({ content }) => receive(session, content.data);
        receive(session, open.content.data);
      });
      // A page that was reloaded shows its streams before it knows their kernel.
      const isMissing = [...followers].some(({ session }) => !sessions.has(session));
      if (isMissing) void control(kernel, "open");
    },
    detach(kernelId) {
      kernels.delete(kernelId);
      for (const [session, { kernel }] of sessions) {
        if (kernel.id !== kernelId) continue;
        sessions.delete(session);
        for (const follower of followers) {
          if (follower.session === session) follower.listener(undefined);
        }
      }
    },
    follow({ session, id }, listener) {
      const follower = { session, id, listener };
      followers.add(follower);
      const known = sessions.get(session);
      if (known !== undefined) listener(known.receiver.stream(id));
      // After a reload the page knows no comm and cannot request a list, so the kernel opens its comm again.
      else for (const kernel of kernels.values()) void control(kernel, "open");
      return () => followers.delete(follower);
    },
    async stop({ session, id }) {
      const known = sessions.get(session);
      if (known === undefined) return;
      const { kernel, receiver } = known;
      // A silent execute waits while a cell runs. An interrupt does not, and in some kernels only stops streams.
      if (kernel.status === "busy" && receiver.capabilities?.sigint === true) {
        await kernel.interrupt();
        return;
      }
      await control(kernel, "stop", id);
    },
  };
}
