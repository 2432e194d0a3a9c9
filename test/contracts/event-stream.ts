import { expect } from "vitest";

import type { StreamEvent } from "../../src/events/index.ts";

/** The laws of `src/events/stream-event.ts`, for a stream that has ended. */
export function expectLawfulStream(events: readonly StreamEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
  const times = events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(events.filter(({ type }) => type === "stream-end")).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("stream-end");
  expectBalancedBlocks(events);
  expectBalancedCalls(events);
}

function expectBalancedCalls(events: readonly StreamEvent[]): void {
  const started = new Set<string>();
  const open = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case "tool-call-start":
        expect(started).not.toContain(event.id);
        started.add(event.id);
        open.add(event.id);
        break;
      case "tool-call-delta":
        expect(open).toContain(event.id);
        break;
      case "tool-call-end":
        expect(open.delete(event.id)).toBe(true);
        break;
      default:
    }
  }
  expect([...open]).toEqual([]);
}

function expectBalancedBlocks(events: readonly StreamEvent[]): void {
  const open = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case "text-start":
      case "reasoning-start":
        expect(open).not.toContain(event.block);
        open.add(event.block);
        break;
      case "text-delta":
      case "reasoning-delta":
        expect(open).toContain(event.block);
        break;
      case "text-end":
      case "reasoning-end":
        expect(open.delete(event.block)).toBe(true);
        break;
      default:
    }
  }
  expect([...open]).toEqual([]);
}
