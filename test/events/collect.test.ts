import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { answerCollector, type StreamEventBody } from "../../src/events/index.ts";

const part = fc.record({
  type: fc.constant("text-delta" as const),
  block: fc.constantFrom("0", "1", "2"),
  text: fc.string({ maxLength: 4 }),
});
const reset = fc.record({
  type: fc.constant("block-reset" as const),
  block: fc.constantFrom("0", "1", "2"),
});

describe("answerCollector()", () => {
  it("joins blocks in the order in which their parts arrived, as a reader has seen them", () => {
    fc.assert(
      fc.property(fc.array(part), (events) => {
        const collector = answerCollector();
        for (const event of events) collector.add(event);

        expect(collector.collected().text).toBe(events.map(({ text }) => text).join(""));
      }),
    );
  });

  it("leaves out all parts of a block before it starts again", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: part }, reset)), (events) => {
        const collector = answerCollector();
        let kept: Extract<StreamEventBody, { type: "text-delta" | "reasoning-delta" }>[] = [];
        for (const event of events) {
          collector.add(event);
          if (event.type === "text-delta") kept.push(event);
          else kept = kept.filter(({ block }) => block !== event.block);
        }

        expect(collector.collected().text).toBe(kept.map(({ text }) => text).join(""));
      }),
    );
  });
});
