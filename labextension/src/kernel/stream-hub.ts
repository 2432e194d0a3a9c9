import {
  COMM_TARGET,
  controlCode,
  type ControlMessage,
  readCommMessage,
  type ReceivedStream,
  streamReceiver,
  type StreamReceiver,
} from "millrace/protocols";

/** What the hub needs of a kernel connection; JupyterLab's has it. */
export interface HubKernel {
  readonly id: string;
  readonly status: string;
  readonly isDisposed: boolean;
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
  send(data: unknown): unknown;
}

export interface HubMessage {
  readonly content: { readonly data?: unknown };
}

/** Which stream: a kernel session's, by its id. */
export interface StreamName {
  readonly session: string;
  readonly id: string;
}

/** Told of every change; `undefined` when no kernel feeds the stream. */
export type StreamListener = (stream: ReceivedStream | undefined) => void;

/** All streams of all kernels of the page. */
export interface StreamHub {
  /** Listens for the streams of a kernel. Does nothing for one it listens to already. */
  attach(kernel: HubKernel): void;
  /** Forgets a kernel that has died or was restarted; its streams are fed no more. */
  detach(kernelId: string): void;
  /** Calls back with the stream as it is, if it is known, and on every change. */
  follow(name: StreamName, listener: StreamListener): () => void;
  /** Ends a stream. Settles when the request is on its way. */
  stop(name: StreamName): Promise<void>;
}

interface Session {
  readonly receiver: StreamReceiver;
  readonly kernel: HubKernel;
  comm: HubComm;
}

export function streamHub(): StreamHub {
  const kernels = new Map<string, HubKernel>();
  const sessions = new Map<string, Session>();
  const listeners = new Map<string, Set<StreamListener>>();
  let controls = 0;

  const keyOf = ({ session, id }: StreamName) => `${session}/${id}`;

  function tell(session: string, id: string): void {
    const stream = sessions.get(session)?.receiver.stream(id);
    for (const listener of listeners.get(keyOf({ session, id })) ?? []) listener(stream);
  }

  function take(session: string, data: unknown): void {
    const message = readCommMessage(data);
    const known = sessions.get(session);
    if (message === undefined || known === undefined) return;
    const { changed, lost } = known.receiver.receive(message);
    for (const id of changed) tell(session, id);
    // What was lost on the way comes again, whole.
    if (lost) void ask(known.kernel, "open");
  }

  function send(kernel: HubKernel, message: ControlMessage): Promise<unknown> {
    const code = controlCode(message);
    const request = { code, silent: true, store_history: false, stop_on_error: false };
    return kernel.requestExecute(request).done;
  }

  function ask(kernel: HubKernel, action: "open" | "stop", stream?: string): Promise<unknown> {
    const id = `c${++controls}`;
    // A kernel that has gone cannot answer; its streams are marked when it is detached.
    return send(kernel, { v: 1, id, action, stream }).catch(() => undefined);
  }

  return {
    attach(kernel) {
      if (kernels.get(kernel.id) === kernel) return;
      kernels.set(kernel.id, kernel);
      kernel.registerCommTarget(COMM_TARGET, (comm, open) => {
        const message = readCommMessage(open.content.data);
        if (message?.type !== "open") return;
        const { session } = message;
        const known = sessions.get(session) ?? { receiver: streamReceiver(), kernel, comm };
        known.comm = comm;
        sessions.set(session, known);
        comm.onMsg = ({ content }) => take(session, content.data);
        take(session, open.content.data);
      });
      // A page that was reloaded shows its streams before it knows their kernel.
      const isMissing = [...listeners].some(
        ([key, told]) => told.size > 0 && !sessions.has(key.slice(0, key.indexOf("/"))),
      );
      if (isMissing) void ask(kernel, "open");
    },
    detach(kernelId) {
      kernels.delete(kernelId);
      for (const [session, { kernel }] of sessions) {
        if (kernel.id !== kernelId) continue;
        sessions.delete(session);
        for (const [key, told] of listeners) {
          if (key.startsWith(`${session}/`)) for (const listener of told) listener(undefined);
        }
      }
    },
    follow(name, listener) {
      const key = keyOf(name);
      const told = listeners.get(key) ?? new Set();
      listeners.set(key, told.add(listener));
      const session = sessions.get(name.session);
      if (session !== undefined) listener(session.receiver.stream(name.id));
      // After a reload the page knows no comm, and the kernel cannot be asked for them: so it is told
      // to open its comm again.
      else for (const kernel of kernels.values()) void ask(kernel, "open");
      return () => {
        told.delete(listener);
      };
    },
    async stop({ session, id }) {
      const known = sessions.get(session);
      if (known === undefined) return;
      const { kernel, receiver } = known;
      // A silent execute waits while a cell runs; an interrupt does not, where it only stops streams.
      if (kernel.status === "busy" && receiver.capabilities?.sigint === true) {
        await kernel.interrupt();
        return;
      }
      await ask(kernel, "stop", id);
    },
  };
}
