import type { ControlAction, KernelCapabilities, ReceivedStream } from "millrace/protocols";

import type { StreamControls } from "../view/stream-controls.ts";
import type { KernelLink } from "./kernel-link.ts";

/** Returns what can be done now to a stream of a kernel that can be reached. */
export function controlsOf(
  stream: ReceivedStream,
  link: KernelLink,
  { actions, control, sigint }: KernelCapabilities,
): StreamControls {
  const { session, id, end, isPaused, canRetry } = stream;
  // A silent execute waits while a cell runs. An interrupt does not, and in some kernels only stops streams.
  if (control === "execute" && link.kernel.status === "busy") {
    const canInterrupt = sigint && end === undefined;
    return canInterrupt ? { stop: () => link.kernel.interrupt(), stopsAll: true } : {};
  }
  const request = (action: ControlAction) =>
    actions.includes(action) ? () => link.send({ session, action, stream: id }) : undefined;
  if (end !== undefined) return canRetry ? offered("retry", request("retry")) : {};
  const pausing = isPaused
    ? offered("resume", request("resume"))
    : offered("pause", request("pause"));
  return { ...offered("stop", request("stop")), ...pausing };
}

function offered(
  name: keyof StreamControls,
  request: (() => Promise<void>) | undefined,
): StreamControls {
  return request === undefined ? {} : { [name]: request };
}
