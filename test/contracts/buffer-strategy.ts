import fc from "fast-check";
import { expect, it } from "vitest";

import type { BufferStrategy } from "../../src/buffers/index.ts";
import { type Instant, instant, instantAfter } from "../../src/clock/index.ts";

/** Deltas like those of models: some empty, with emoji, CJK, code, long whitespace and gaps. */
const deltas = fc.array(
  fc.record({
    text: fc.oneof(
      fc.string({ maxLength: 12, unit: "grapheme" }),
      fc.constantFrom(
        "",
        " ",
        "\n\n",
        "Hello ",
        "wor",
        "漢字かな",
        "👩‍👩‍👧",
        "🇩🇪",
        "```ts\n",
        "    ",
        "x.y()",
      ),
    ),
    gapMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })),
  }),
  { maxLength: 40 },
);

/** A released text and its time. */
interface Release {
  readonly text: string;
  readonly at: Instant;
}

/** Drives a strategy like `bufferStream`, and observes it after every call. */
function drive(
  strategy: BufferStrategy,
  input: readonly { readonly text: string; readonly gapMs: number }[],
  look: (call: { readonly pushed: string; readonly released: string }) => void,
): Release[] {
  const releases: Release[] = [];
  let pushed = "";
  let released = "";
  let at = instant(0);
  const note = (text: string) => {
    released += text;
    releases.push({ text, at });
    look({ pushed, released });
  };

  for (const { text: delta, gapMs } of input) {
    const arrivesAt = instantAfter(at, gapMs);
    for (
      let due = strategy.deadline;
      due !== undefined && due <= arrivesAt;
      due = strategy.deadline
    ) {
      at = due > at ? due : at;
      const before = strategy.deadline;
      const ticked = strategy.tick(at);
      const later =
        strategy.deadline === undefined || (before !== undefined && strategy.deadline > before);
      expect(ticked !== "" || later, "a tick at the deadline gets on").toBe(true);
      note(ticked);
    }
    at = arrivesAt;
    pushed += delta;
    note(strategy.push(delta, at));
  }
  note(strategy.flush());
  return releases;
}

/**
 * The laws of `src/buffers/buffer-strategy.ts`.
 *
 * @param create Creates an empty strategy.
 */
export function itObeysTheBufferLaws(create: () => BufferStrategy): void {
  it("releases exactly the pushed text, in order", () => {
    fc.assert(
      fc.property(deltas, (input) => {
        const releases = drive(create(), input, ({ pushed, released }) => {
          expect(pushed.startsWith(released)).toBe(true);
        });
        const shown = releases.map(({ text }) => text).join("");
        expect(shown).toBe(input.map(({ text }) => text).join(""));
      }),
    );
  });

  it("has a deadline exactly while it holds text", () => {
    fc.assert(
      fc.property(deltas, (input) => {
        const strategy = create();
        drive(strategy, input, ({ pushed, released }) => {
          expect(strategy.deadline === undefined).toBe(pushed.length === released.length);
        });
      }),
    );
  });

  it("does not split a surrogate pair", () => {
    fc.assert(
      fc.property(deltas, (input) => {
        for (const { text } of drive(create(), input, () => undefined)) {
          expect(text.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it("releases all held text when it is flushed, and then nothing", () => {
    const strategy = create();
    const pushed = strategy.push("One two, three", instant(0));

    expect(pushed + strategy.flush()).toBe("One two, three");
    expect(strategy.flush()).toBe("");
    expect(strategy.deadline).toBeUndefined();
  });
}
