import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { paintSoon } from "../../labextension/src/view/paint-soon.ts";

describe("paintSoon()", () => {
  let frames: (() => void)[] = [];
  beforeEach(() => {
    frames = [];
    vi.useFakeTimers();
    vi.stubGlobal("requestAnimationFrame", (callback: () => void) => frames.push(callback));
    vi.stubGlobal("cancelAnimationFrame", () => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("paints all panes with one frame, each once", () => {
    const painted: string[] = [];
    const first = () => void painted.push("first");
    paintSoon(first);
    paintSoon(() => painted.push("second"));
    paintSoon(first);

    expect(painted).toEqual([]);
    expect(frames).toHaveLength(1);
    frames[0]?.();
    expect(painted).toEqual(["first", "second"]);
  });

  it("paints within a second on a hidden page, which gets no frames", () => {
    const paint = vi.fn<() => void>();
    paintSoon(paint);
    vi.advanceTimersByTime(1_000);
    frames[0]?.();

    expect(paint).toHaveBeenCalledTimes(1);
  });
});
