import { describe, expect, it } from "vitest";

import { VIEWER_ENTRY } from "../../src/protocols/index.ts";
import { denoHost, type DenoKernel } from "../../src/notebook/deno-host.ts";

function kernel() {
  const sent: { readonly type: string; readonly content: unknown }[] = [];
  const listeners = new Set<() => void>();
  const deno: DenoKernel = {
    jupyter: { broadcast: (type, content) => sent.push({ type, content }) },
    addSignalListener: (_signal, callback) => listeners.add(callback),
    removeSignalListener: (_signal, callback) => listeners.delete(callback),
  };
  const global = new EventTarget();
  return { sent, listeners, global, deno, host: denoHost(deno, global) };
}

describe("denoHost()", () => {
  it("names a display so that it can be updated from anywhere", () => {
    const { sent, host } = kernel();
    host.display({ "text/plain": "a" }, "d1");
    host.updateDisplay({ "text/plain": "b" }, "d1");

    expect(sent).toEqual([
      {
        type: "display_data",
        content: { data: { "text/plain": "a" }, metadata: {}, transient: { display_id: "d1" } },
      },
      {
        type: "update_display_data",
        content: { data: { "text/plain": "b" }, metadata: {}, transient: { display_id: "d1" } },
      },
    ]);
  });

  it("knows a viewer that announced itself before the module was loaded", () => {
    const global = new EventTarget();
    const { deno } = kernel();
    expect(denoHost(deno, global).hasViewer).toBe(false);
    Reflect.set(global, Symbol.for(VIEWER_ENTRY), true);

    expect(denoHost(deno, global).hasViewer).toBe(true);
  });

  it("calls back on interrupts until it is cancelled", () => {
    const { host, listeners } = kernel();
    const cancel = host.onInterrupt(() => undefined);
    expect(listeners.size).toBe(1);
    cancel();

    expect(listeners.size).toBe(0);
  });

  it("takes uncaught errors from the runtime, which would freeze every task", () => {
    const { host, global } = kernel();
    const errors: unknown[] = [];
    host.onUncaught((error) => errors.push(error));
    const rejection = Object.assign(new Event("unhandledrejection", { cancelable: true }), {
      reason: "rejected",
    });
    const thrown = Object.assign(new Event("error", { cancelable: true }), { error: "thrown" });
    global.dispatchEvent(rejection);
    global.dispatchEvent(thrown);

    expect(errors).toEqual(["rejected", "thrown"]);
    expect([rejection.defaultPrevented, thrown.defaultPrevented]).toEqual([true, true]);
  });
});
