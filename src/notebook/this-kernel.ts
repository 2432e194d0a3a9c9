import { systemClock } from "../clock/index.ts";
import { CONTROL_ENTRY } from "../protocols/index.ts";
import { systemRandom } from "../stats/index.ts";
import { denoHost, type DenoKernel } from "./deno-host.ts";
import { kernelSession, type KernelSession } from "./kernel-session.ts";

/**
 * The session of the kernel that this module was loaded in, made when it is loaded: from then on an
 * interrupt stops streams instead of killing the kernel, and an uncaught error does not freeze it.
 *
 * A second copy of the module (a notebook that imports changed code under a new address) gets a session
 * of its own; the entry by which viewers reach the kernel hands each message to all of them.
 */
const session: KernelSession | undefined = sessionHere();

/**
 * The session of this kernel.
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
  const made = kernelSession(denoHost(deno, globalThis), {
    clock: systemClock(),
    random: systemRandom(),
  });
  Reflect.set(globalThis, Symbol.for(CONTROL_ENTRY), { control: made.control });
  return made;
}

function denoKernel(): DenoKernel | undefined {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  try {
    return isDenoKernel(deno) ? deno : undefined;
  } catch {
    // Outside a kernel `Deno.jupyter` throws as soon as it is looked at.
    return undefined;
  }
}

function isDenoKernel(deno: unknown): deno is DenoKernel {
  return (
    typeof deno === "object" &&
    deno !== null &&
    "jupyter" in deno &&
    typeof deno.jupyter === "object" &&
    deno.jupyter !== null &&
    "broadcast" in deno.jupyter
  );
}
