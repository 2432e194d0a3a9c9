import type { KernelHost } from "../../src/notebook/kernel-host.ts";
import type { CommMessage, MimeBundle } from "../../src/protocols/index.ts";

/** Calls of a kernel, in order. */
export type HostCall =
  | { readonly type: "display" | "update"; readonly displayId: string; readonly bundle: MimeBundle }
  | { readonly type: "open" | "comm"; readonly message: CommMessage }
  | { readonly type: "error"; readonly line: string };

/** A kernel that only records its messages. */
export interface FakeHost extends KernelHost {
  readonly calls: HostCall[];
  readonly messages: readonly CommMessage[];
  interrupt(): void;
  fail(error: unknown): void;
}

const ACTIONS = ["open", "view", "stop", "release", "pause", "resume", "retry"] as const;

export function fakeHost({ hasViewer = true } = {}): FakeHost {
  const calls: HostCall[] = [];
  const interrupted = new Set<() => void>();
  const uncaught = new Set<(error: unknown) => void>();
  return {
    capabilities: { control: "execute", sigint: true, actions: ACTIONS },
    hasViewer,
    calls,
    get messages() {
      return calls.flatMap((one) =>
        one.type === "open" || one.type === "comm" ? [one.message] : [],
      );
    },
    display: (bundle, displayId) => calls.push({ type: "display", displayId, bundle }),
    updateDisplay: (bundle, displayId) => calls.push({ type: "update", displayId, bundle }),
    // As JSON, because that is what leaves a kernel.
    openComm: (_id, data) => calls.push({ type: "open", message: structuredClone(data) }),
    sendComm: (_id, data) => calls.push({ type: "comm", message: structuredClone(data) }),
    reportError: (line) => calls.push({ type: "error", line }),
    onInterrupt(callback) {
      interrupted.add(callback);
      return () => interrupted.delete(callback);
    },
    onUncaught(callback) {
      uncaught.add(callback);
      return () => uncaught.delete(callback);
    },
    interrupt() {
      for (const callback of interrupted) callback();
    },
    fail(error) {
      for (const callback of uncaught) callback(error);
    },
  };
}
