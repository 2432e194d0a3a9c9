import { type Clock, instantAfter, sleep } from "millrace/clock";
import { type CommAck, controlCode, type ControlMessage, viewerCode } from "millrace/protocols";

import type { HubKernel } from "./hub-kernel.ts";

/** The page's requests to one kernel, with their answers. */
export interface KernelLink {
  readonly kernel: HubKernel;
  /** Whether the kernel has named its streams, or cannot. Then a stream that it has not named is unknown to it. */
  readonly hasAnswered: boolean;
  /** Requests all streams. Repeated calls send nothing while the kernel has not answered. */
  requestStreams(): void;
  /** Delivers a message to a session. Resolves when it was executed, and rejects with the kernel's reason if not. */
  send(request: ControlRequest): Promise<void>;
  /** Takes the answer to a message of any page. */
  acknowledge(session: string, ack: CommAck): void;
}

export interface ControlRequest {
  readonly session: string;
  readonly action: ControlMessage["action"];
  readonly stream: string;
}

export interface KernelLinkOptions {
  readonly clock: Clock;
  /** Unique among the pages of all users: kernels send their answers to all of them. */
  readonly page: string;
  readonly onAnswer: () => void;
}

/** How long messages may be on their way after the kernel has reported that it is idle. */
const DRAIN_MS = 1_000;

/** Names that kernels give the languages in which the control message is written. */
const LANGUAGES = ["typescript", "javascript"];

interface Sent {
  readonly session: string;
  readonly settle: (problem: string | undefined) => void;
}

export function kernelLink(
  kernel: HubKernel,
  { clock, page, onAnswer }: KernelLinkOptions,
): KernelLink {
  const sent = new Map<string, Sent>();
  let messages = 0;
  let hasAnswered = false;
  let isRequesting = false;

  // In any other language, the code would be an error in the user's session.
  const isJavaScript = kernel.info.then(
    (info) => LANGUAGES.includes(info.language_info.name.toLowerCase()),
    () => false,
  );
  void isJavaScript.then((is) => (is ? execute(viewerCode()) : undefined));

  /** Resolves when the kernel is idle again, or has gone: then its streams are marked when it is detached. */
  async function execute(code: string): Promise<void> {
    const content = { code, silent: true, store_history: false, stop_on_error: false };
    // JupyterLab throws at once if it knows that the kernel is dead, and otherwise rejects.
    const reply = async () => kernel.requestExecute(content).done;
    await reply().catch(() => undefined);
  }

  async function request(): Promise<void> {
    if (await isJavaScript) {
      await execute(controlCode({ v: 1, id: nextId(), action: "open", stream: undefined }));
      await sleep(clock, DRAIN_MS);
    }
    isRequesting = false;
    hasAnswered = true;
    onAnswer();
  }

  function nextId(): string {
    return `${page}-${++messages}`;
  }

  return {
    kernel,
    get hasAnswered() {
      return hasAnswered;
    },
    requestStreams() {
      if (isRequesting) return;
      isRequesting = true;
      hasAnswered = false;
      void request();
    },
    send: ({ session, action, stream }) =>
      new Promise((resolve, reject) => {
        const id = nextId();
        const settle = (problem: string | undefined) => {
          if (!sent.delete(id)) return;
          if (problem === undefined) resolve();
          else reject(new Error(problem));
        };
        sent.set(id, { session, settle });
        void execute(controlCode({ v: 1, id, action, stream })).then(() => {
          const noAnswer = `Cannot ${action} the answer as the kernel did not respond`;
          clock.callAt(instantAfter(clock.now(), DRAIN_MS), () => settle(noAnswer));
        });
      }),
    acknowledge(session, { id, problem }) {
      const message = sent.get(id);
      // Every copy of the library in a kernel answers, also those that do not have the stream.
      if (message?.session === session) message.settle(problem);
    },
  };
}
