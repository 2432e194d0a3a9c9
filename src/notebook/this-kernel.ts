import { systemClock } from "../clock/index.ts";
import { CONTROL_ENTRY, type ControlMessage } from "../protocols/index.ts";
import { systemRandom } from "../stats/index.ts";
import { secretsIn } from "../text/index.ts";
import { denoHost, type DenoKernel } from "./deno-host.ts";
import { kernelSession, type KernelSession } from "./kernel-session.ts";

/**
 * The session of the kernel that loaded this module. From then on an interrupt stops streams instead of killing the
 * kernel, and an uncaught error does not freeze it.
 *
 * A second copy of the module, such as changed code that a notebook imports from a new URL, has its own session. Viewers'
 * messages go to the sessions of all copies.
 */
const session: KernelSession | undefined = sessionHere();

/**
 * Returns the session of this kernel.
 *
 * @throws {TypeError} Outside a notebook kernel.
 */
export function thisKernel(): KernelSession {
  if (session !== undefined) return session;
  throw new TypeError(
    "Cannot show anything as this is not a notebook kernel: run it in a notebook with the Deno kernel",
  );
}

function sessionHere(): KernelSession | undefined {
  const deno = denoKernel();
  if (deno === undefined) return undefined;
  const key = Symbol.for(CONTROL_ENTRY);
  const earlier: unknown = Reflect.get(globalThis, key);
  const isEarlierBusy = () => isBusyEntry(earlier) && earlier.isBusy();
  const created = kernelSession(denoHost(deno, globalThis), {
    clock: systemClock(),
    random: systemRandom(),
    secrets: () => secretsIn(globalThis.process?.env ?? {}),
    // The newest copy reports for all.
    hasBusyPeer: () => Reflect.get(globalThis, key) !== entry || isEarlierBusy(),
  });
  const control = (message: ControlMessage) => {
    const isOther = message.stream !== undefined && !created.has(message.stream);
    if (isControlEntry(earlier) && (message.stream === undefined || isOther)) {
      earlier.control(message);
    }
    // Only one copy acknowledges a message about a stream.
    if (!isOther || !isControlEntry(earlier)) created.control(message);
  };
  const entry = { control, isBusy: () => created.isBusy() || isEarlierBusy() };
  Reflect.set(globalThis, key, entry);
  return created;
}

function isControlEntry(entry: unknown): entry is Pick<KernelSession, "control"> {
  return typeof Reflect.get(Object(entry), "control") === "function";
}

function isBusyEntry(entry: unknown): entry is Pick<KernelSession, "isBusy"> {
  return typeof Reflect.get(Object(entry), "isBusy") === "function";
}

function denoKernel(): DenoKernel | undefined {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  try {
    return isDenoKernel(deno) ? deno : undefined;
  } catch {
    // Outside a kernel, access to `Deno.jupyter` throws.
    return undefined;
  }
}

function isDenoKernel(deno: unknown): deno is DenoKernel {
  const jupyter: unknown = Reflect.get(Object(deno), "jupyter");
  return typeof Reflect.get(Object(jupyter), "broadcast") === "function";
}
