import { type Clock, sleep } from "millrace/clock";

/** The other pages of this browser, which have hubs with views of the same streams. */
export interface OtherPages {
  isShownElsewhere(stream: string): Promise<boolean>;
}

/** Carries messages between the pages of this browser. */
export interface PageChannel {
  send(message: readonly string[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Pages in the background are slow, but they receive messages. */
const ANSWER_MS = 300;

/** @param isShown Whether this page shows a stream. */
export function otherPages(
  isShown: (stream: string) => boolean,
  clock: Clock,
  channel: PageChannel = browserChannel(),
): OtherPages {
  const shownElsewhere = new Set<unknown>();
  channel.onMessage((message) => {
    if (!Array.isArray(message)) return;
    const [kind, stream]: readonly unknown[] = message;
    if (kind === "shown") shownElsewhere.add(stream);
    else if (kind === "is shown?" && typeof stream === "string" && isShown(stream)) {
      channel.send(["shown", stream]);
    }
  });
  return {
    async isShownElsewhere(stream) {
      shownElsewhere.delete(stream);
      channel.send(["is shown?", stream]);
      await sleep(clock, ANSWER_MS);
      return shownElsewhere.delete(stream);
    },
  };
}

function browserChannel(): PageChannel {
  const channel = new BroadcastChannel("millrace.views");
  return {
    send: channel.postMessage.bind(channel),
    onMessage: (listener) => channel.addEventListener("message", ({ data }) => listener(data)),
  };
}
