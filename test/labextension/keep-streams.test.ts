import { describe, expect, it } from "vitest";

import { keepStreams } from "../../labextension/src/documents/keep-streams.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import {
  comparisonBundle,
  documentOf,
  readComparisonBundle,
  readStreamBundle,
  type ReceivedStream,
  streamBundle,
} from "../../src/protocols/index.ts";
import { fakeHubKernel, hubAlone } from "../support/streams/fake-hub-kernel.ts";
import { fakeNotebook } from "../support/streams/fake-notebook.ts";
import { madeStream } from "../support/made/made-stream.ts";

const END = { kind: "stop", raw: "stop" } as const;

const bundleOf = (fields: Partial<ReceivedStream>) => streamBundle(documentOf(madeStream(fields)));

const textIn = (data: object | undefined) => readStreamBundle(data)?.text;

/** A notebook whose only cell shows a stream that its kernel has just opened. */
async function keeping({ shownElsewhere }: { readonly shownElsewhere?: ReadonlySet<string> } = {}) {
  const clock = new VirtualClock();
  const hub = hubAlone(clock, shownElsewhere);
  const fake = fakeHubKernel();
  hub.attach(fake.kernel);
  fake.open(madeStream());
  const notebook = fakeNotebook(fake.kernel.id);
  const cell = notebook.addCell(bundleOf({}));
  keepStreams(hub, notebook.host, clock);
  await clock.advanceBy(0);
  const receive = (fields: Partial<ReceivedStream>) => fake.open(madeStream(fields));
  return { ...fake, clock, hub, notebook, cell, receive };
}

describe("keepStreams()", () => {
  it("writes what the page has when the document is saved", async () => {
    const { cell, notebook, receive } = await keeping();
    receive({ text: "Hello", seq: 5 });
    expect(textIn(cell.data())).toBe("");

    notebook.save();
    expect(textIn(cell.data())).toBe("Hello");
  });

  it("writes once for each change", async () => {
    const { notebook, receive } = await keeping();
    receive({ text: "Hello", seq: 5 });
    notebook.save();
    notebook.save();

    expect(notebook.writes()).toBe(1);
  });

  it("writes at the end, and every 10 s before it", async () => {
    const { clock, notebook, cell, receive } = await keeping();
    for (let seq = 1; seq <= 25; seq++) {
      await clock.advanceBy(1_000);
      receive({ text: "a".repeat(seq), seq });
    }
    expect(notebook.writes()).toBe(2);

    receive({ text: "the end", seq: 30, state: "ended", end: END });
    expect(notebook.writes()).toBe(3);
    expect(readStreamBundle(cell.data())).toMatchObject({ text: "the end", end: END });
  });

  it("writes the last text of a kernel that has gone", async () => {
    const { hub, kernel, cell, receive } = await keeping();
    receive({ text: "Hel", seq: 5 });
    hub.detach(kernel, "dead");

    expect(textIn(cell.data())).toBe("Hel");
  });

  it("leaves a document unchanged that was only opened", async () => {
    const { clock, notebook, cell, receive } = await keeping();
    cell.replace(bundleOf({ text: "All", seq: 7, state: "ended", end: END }));
    await clock.advanceBy(0);
    // The kernel numbers its messages on.
    receive({ text: "All", seq: 90, state: "ended", end: END });
    notebook.save();

    expect(notebook.writes()).toBe(0);
  });

  it("replaces an older state that undo or a late message has brought back", async () => {
    const { clock, cell, receive } = await keeping();
    receive({ text: "All", seq: 7, state: "ended", end: END });
    cell.replace(bundleOf({ text: "A", seq: 2 }));
    await clock.advanceBy(0);

    expect(textIn(cell.data())).toBe("All");
  });

  it("never writes something older", async () => {
    const { clock, notebook, cell, receive } = await keeping();
    receive({ text: "A", seq: 2 });
    cell.replace(bundleOf({ text: "All", seq: 7, state: "ended", end: END }));
    await clock.advanceBy(0);
    notebook.save();

    expect(textIn(cell.data())).toBe("All");
  });

  it("updates the streams of a comparison", async () => {
    const { clock, notebook, receive } = await keeping();
    const arms = ["s1", "s2"].map((id) => ({
      name: id,
      stream: documentOf(madeStream({ id })),
    }));
    const both = notebook.addCell(
      comparisonBundle({ v: 1, title: undefined, prompt: undefined, arms }),
    );
    await clock.advanceBy(0);
    receive({ id: "s2", text: "second", seq: 4 });
    receive({ id: "s1", text: "first", seq: 3 });
    notebook.save();

    const texts = readComparisonBundle(both.data())?.arms.map(({ stream }) => stream.text);
    expect(texts).toEqual(["first", "second"]);
  });
});

describe("keepStreams(): a stream whose output is removed", () => {
  it("is released when its cell is run again or its output is cleared", async () => {
    const { clock, cell, sent } = await keeping();
    cell.clear();
    await clock.advanceBy(1_000);

    expect(sent()).toEqual(["release s1"]);
  });

  it.each(["another kernel", undefined])(
    "goes on when the output is in a document with %s, such as a copy or a forgery",
    async (kernelId) => {
      const { clock, hub, cell, notebook, sent } = await keeping();
      const other = fakeNotebook(kernelId);
      const copy = other.addCell(cell.data() ?? {});
      keepStreams(hub, other.host, clock);
      await clock.advanceBy(0);
      // Closed without its outputs being removed, so the copy is the last that shows the stream.
      notebook.close();
      copy.clear();
      await clock.advanceBy(1_000);

      expect(sent()).toEqual([]);
    },
  );

  it("is released when its cell is deleted", async () => {
    const { clock, cell, sent } = await keeping();
    cell.remove();
    await clock.advanceBy(1_000);

    expect(sent()).toEqual(["release s1"]);
  });

  it("goes on when its cell is moved", async () => {
    const { clock, cell, sent } = await keeping();
    cell.remove();
    await clock.advanceBy(100);
    cell.insert();
    await clock.advanceBy(1_000);

    expect(sent()).toEqual([]);
  });

  it("goes on when its document is closed", async () => {
    const { clock, notebook, cell, sent, hub, kernel } = await keeping();
    notebook.close();
    cell.clear();
    await clock.advanceBy(1_000);

    expect(sent()).toEqual([]);
    expect(hub.unattended(kernel.id)).toEqual([{ session: "k1", id: "s1" }]);
  });

  it("goes on when another output, or another page, shows it", async () => {
    const here = await keeping();
    here.notebook.addCell(bundleOf({}));
    here.cell.clear();
    const there = await keeping({ shownElsewhere: new Set(["k1 s1"]) });
    there.cell.clear();
    for (const { clock } of [here, there]) await clock.advanceBy(1_000);

    expect([here.sent(), there.sent()]).toEqual([[], []]);
  });

  it("is unattended until the kernel has ended it", async () => {
    const { clock, cell, hub, kernel, receive } = await keeping();
    expect(hub.unattended(kernel.id)).toEqual([]);
    cell.clear();
    await clock.advanceBy(1_000);
    expect(hub.unattended(kernel.id)).toEqual([{ session: "k1", id: "s1" }]);

    receive({ state: "ended", seq: 9, end: { kind: "aborted", raw: "released" } });
    expect(hub.unattended(kernel.id)).toEqual([]);
  });
});
