import { describe, expect, it } from "vitest";

import { frameScheduler } from "../../labextension/src/view/frame-scheduler.ts";
import { instantAfter, VirtualClock } from "../../src/clock/index.ts";

interface PaneSettings {
  readonly paint?: () => boolean;
  readonly costMs?: number;
}

/** A page whose frames come when the test calls `frame`. Its scheduler's work takes the time that `work` is given. */
function fakePage() {
  const clock = new VirtualClock();
  const callbacks = new Set<() => void>();
  const observers = new Map<HTMLElement, (isVisible: boolean) => void>();
  const unrendered = new Set<HTMLElement>();
  let workedMs = 0;
  let isHidden = false;
  let focused: HTMLElement | undefined;
  let onShown = () => {};

  const frames = frameScheduler({
    clock: {
      now: () => instantAfter(clock.now(), workedMs),
      callAt: (at, callback) => clock.callAt(at, callback),
      wallMs: () => clock.wallMs(),
    },
    requestFrame(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    isHidden: () => isHidden,
    onShown(callback) {
      onShown = callback;
    },
    isFocused: (element) => element === focused,
    isRendered: (element) => !unrendered.has(element),
    observe(element, callback) {
      observers.set(element, callback);
      return () => observers.delete(element);
    },
  });

  return {
    clock,
    /** How many frames are requested. */
    requested: () => callbacks.size,
    frame() {
      const [callback] = callbacks;
      callbacks.clear();
      callback?.();
    },
    work(ms: number) {
      workedMs += ms;
    },
    hide(value: boolean) {
      isHidden = value;
      if (!value) onShown();
    },
    /** Registers a pane that appends its name to `log` when painted. */
    pane(name: string, log: string[], { paint, costMs = 0 }: PaneSettings = {}) {
      const element: HTMLElement = Object.create(null);
      const handle = frames.register(element, {
        paint: () => {
          log.push(name);
          workedMs += costMs;
          return paint?.() ?? true;
        },
      });
      return {
        ...handle,
        focus: () => (focused = element),
        see: (isVisible: boolean) => observers.get(element)?.(isVisible),
        unrender: () => unrendered.add(element),
      };
    },
    register: frames.register,
  };
}

describe("frameScheduler()", () => {
  it("paints all panes with one frame, each once", () => {
    const page = fakePage();
    const log: string[] = [];
    const [first, second] = [page.pane("first", log), page.pane("second", log)];
    first.request();
    second.request();
    first.request();

    expect(page.requested()).toBe(1);
    page.frame();
    expect(log).toEqual(["first", "second"]);
    expect(page.requested()).toBe(0);
  });

  it("stops when 4 ms are over, and continues with the panes that waited longest", () => {
    const page = fakePage();
    const log: string[] = [];
    const panes = ["a", "b", "c"].map((name) => page.pane(name, log, { costMs: 2 }));
    for (let frame = 0; frame < 3; frame++) {
      for (const pane of panes) pane.request();
      page.frame();
    }

    expect(log).toEqual(["a", "b", "c", "a", "b", "c"]);
  });

  it("paints the pane with the focus first", () => {
    const page = fakePage();
    const log: string[] = [];
    const panes = ["a", "b", "c"].map((name) => page.pane(name, log));
    panes[2]?.focus();
    for (const pane of panes) pane.request();
    page.frame();

    expect(log).toEqual(["c", "a", "b"]);
  });

  it("ends the share of a pane after 2 ms if others wait, and after 4 ms otherwise", () => {
    const page = fakePage();
    const worked: number[] = [];
    const register = () =>
      page.register(Object.create(null), {
        paint(isLate) {
          let ms = 0;
          for (; !isLate(); ms++) page.work(1);
          worked.push(ms);
          return true;
        },
      });
    const [first, second] = [register(), register()];
    first.request();
    second.request();
    page.frame();
    first.request();
    page.frame();

    expect(worked).toEqual([2, 2, 4]);
  });

  it("calls a pane again until it is done", () => {
    const page = fakePage();
    const log: string[] = [];
    let left = 3;
    page.pane("slow", log, { paint: () => --left === 0 }).request();
    for (let frame = 0; frame < 5; frame++) page.frame();

    expect(log).toHaveLength(3);
  });

  it("paints a pane outside the viewport twice a second, and at once when it becomes visible", async () => {
    const page = fakePage();
    const log: string[] = [];
    const pane = page.pane("pane", log);
    pane.see(false);
    pane.request();
    page.frame();
    expect(log).toHaveLength(1);

    pane.request();
    expect(page.requested()).toBe(0);
    await page.clock.advanceBy(499);
    expect(log).toHaveLength(1);
    await page.clock.advanceBy(1);
    expect(log).toHaveLength(2);

    pane.request();
    pane.see(true);
    page.frame();
    expect(log).toHaveLength(3);
  });

  it("does not delay visible panes for one outside the viewport", () => {
    const page = fakePage();
    const log: string[] = [];
    const [below, visible] = [page.pane("below", log), page.pane("visible", log)];
    below.see(false);
    below.request();
    page.frame();
    below.request();
    visible.request();
    page.frame();

    expect(log).toEqual(["below", "visible"]);
  });

  it("does nothing for a pane without a box until it is visible", async () => {
    const page = fakePage();
    const log: string[] = [];
    const pane = page.pane("pane", log);
    pane.see(false);
    pane.unrender();
    pane.request();
    await page.clock.advanceBy(10_000);
    expect([...log, page.requested()]).toEqual([0]);

    pane.see(true);
    page.frame();
    expect(log).toEqual(["pane"]);
  });

  it("does nothing in a hidden tab, and paints once when it is shown", async () => {
    const page = fakePage();
    const log: string[] = [];
    const pane = page.pane("pane", log);
    pane.request();
    page.hide(true);
    await page.clock.advanceBy(10_000);
    pane.request();
    expect(log).toEqual([]);

    page.hide(false);
    page.frame();
    expect(log).toEqual(["pane"]);
  });

  it("paints by a timer if no frame comes", async () => {
    const page = fakePage();
    const log: string[] = [];
    page.pane("pane", log).request();
    await page.clock.advanceBy(250);

    expect(log).toEqual(["pane"]);
    expect(page.requested()).toBe(0);
  });

  it("paints the other panes although one throws, and does not repeat that one", () => {
    const page = fakePage();
    const log: string[] = [];
    const fail = () => {
      throw new Error("broken pane");
    };
    page.pane("broken", log, { paint: fail }).request();
    page.pane("sound", log).request();

    expect(() => page.frame()).toThrow("broken pane");
    page.frame();
    expect(log).toEqual(["broken", "sound"]);
    expect(page.requested()).toBe(0);
  });

  it("does not paint a pane that was disposed in the same frame", () => {
    const page = fakePage();
    const log: string[] = [];
    const first = page.pane("first", log, {
      paint: () => {
        second.dispose();
        return true;
      },
    });
    const second = page.pane("second", log);
    first.request();
    second.request();
    page.frame();

    expect(log).toEqual(["first"]);
  });
});
