import { COMM_TARGET, type ControlAction, VIEWER_ENTRY } from "../protocols/index.ts";
import type { KernelHost } from "./kernel-host.ts";

/** The parts of the global `Deno` of a Deno kernel that Millrace uses. */
export interface DenoKernel {
  readonly jupyter: {
    broadcast(type: string, content: unknown, extra?: { readonly metadata?: unknown }): unknown;
  };
  addSignalListener(signal: "SIGINT", callback: () => void): void;
  removeSignalListener(signal: "SIGINT", callback: () => void): void;
}

const ACTIONS: readonly ControlAction[] = [
  "open",
  "view",
  "stop",
  "release",
  "pause",
  "resume",
  "retry",
];

export type GlobalEvents = Pick<EventTarget, "addEventListener" | "removeEventListener">;

/**
 * Returns the Deno kernel. `broadcast` only enqueues (about 10 µs). There is no back-pressure, so the caller limits the
 * rate. The kernel drops comm messages of the front end, hence `control: "execute"`.
 *
 * @see {@link https://github.com/denoland/deno/issues/20592} for the missing comms.
 */
export function denoHost(deno: DenoKernel, global: GlobalEvents): KernelHost {
  const broadcast = (type: string, content: unknown) => void deno.jupyter.broadcast(type, content);

  return {
    capabilities: { control: "execute", sigint: true, actions: ACTIONS },
    hasViewer: Reflect.get(global, Symbol.for(VIEWER_ENTRY)) === true,
    display(data, displayId) {
      broadcast("display_data", { data, metadata: {}, transient: { display_id: displayId } });
    },
    updateDisplay(data, displayId) {
      broadcast("update_display_data", {
        data,
        metadata: {},
        transient: { display_id: displayId },
      });
    },
    openComm(commId, data) {
      broadcast("comm_open", { comm_id: commId, target_name: COMM_TARGET, data });
    },
    sendComm(commId, data) {
      broadcast("comm_msg", { comm_id: commId, data });
    },
    reportError(line) {
      broadcast("stream", { name: "stderr", text: `${line}\n` });
    },
    onInterrupt(callback) {
      deno.addSignalListener("SIGINT", callback);
      return () => deno.removeSignalListener("SIGINT", callback);
    },
    onUncaught(callback) {
      // Without a listener, either freezes every background task of the kernel until the next cell runs.
      const listener = (event: Event) => {
        event.preventDefault();
        callback("reason" in event ? event.reason : "error" in event ? event.error : event);
      };
      global.addEventListener("unhandledrejection", listener);
      global.addEventListener("error", listener);
      return () => {
        global.removeEventListener("unhandledrejection", listener);
        global.removeEventListener("error", listener);
      };
    },
  };
}
