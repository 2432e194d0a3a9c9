import { runInThisContext } from "node:vm";

import { afterEach, describe, expect, it, vi } from "vitest";

import { controlCode } from "../../src/protocols/index.ts";

/** Imports a new copy of the module in a kernel, and opens a stream in it. */
async function copyWithStream() {
  vi.resetModules();
  const { thisKernel } = await import("../../src/notebook/this-kernel.ts");
  const session = thisKernel();
  const reasons: string[] = [];
  const feed = {
    startedAt: session.clock.now(),
    prompt: undefined,
    canRetry: false,
    stop: (reason: string) => void reasons.push(reason),
    pause: () => undefined,
    resume: () => undefined,
    retry: () => undefined,
  };
  const [shown] = session.open({ streams: [{ feed }], bundle: () => ({}) });
  const id = shown?.id ?? "";
  return { id, reasons };
}

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, Symbol.for("millrace"));
});

describe("thisKernel()", () => {
  it("lets viewers stop the streams of an earlier copy of the module", async () => {
    vi.stubGlobal("Deno", {
      jupyter: { broadcast: () => undefined },
      addSignalListener: () => undefined,
      removeSignalListener: () => undefined,
    });
    vi.stubGlobal("addEventListener", () => undefined);
    const first = await copyWithStream();
    const second = await copyWithStream();
    const code = controlCode({ v: 1, id: "c1", action: "stop", stream: first.id });
    runInThisContext(code);

    expect(first.reasons).toEqual(["stopped"]);
    expect(second.reasons).toEqual([]);
  });

  it("reports that an interrupt ends nothing once, and only if no copy has a stream", async () => {
    const lines: unknown[] = [];
    const interrupted: (() => void)[] = [];
    vi.stubGlobal("Deno", {
      jupyter: {
        broadcast: (type: string, content: unknown) => type === "stream" && lines.push(content),
      },
      addSignalListener: (_: string, callback: () => void) => interrupted.push(callback),
      removeSignalListener: () => undefined,
    });
    vi.stubGlobal("addEventListener", () => undefined);
    const interrupt = () => {
      for (const callback of interrupted) callback();
    };
    const copy = async () => {
      vi.resetModules();
      await import("../../src/notebook/this-kernel.ts");
    };
    await copy();
    await copy();
    interrupt();
    expect(lines).toHaveLength(1);
    const { reasons } = await copyWithStream();
    await copy();
    interrupt();

    expect(lines).toHaveLength(1);
    expect(reasons).toEqual(["the kernel was interrupted"]);
  });
});
