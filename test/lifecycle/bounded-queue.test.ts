import { describe, expect, it } from "vitest";

import { boundedQueue } from "../../src/lifecycle/bounded-queue.ts";

describe("boundedQueue()", () => {
  it("gives what it was given, in order, and then nothing", async () => {
    const queue = boundedQueue<string>(100);
    for (const item of ["a", "b"]) queue.push(item, 1);
    queue.close();

    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual([
      "a",
      "b",
      undefined,
    ]);
  });

  it("lets a taker wait", async () => {
    const queue = boundedQueue<string>(100);
    const taken = queue.take();
    queue.push("late", 1);

    await expect(taken).resolves.toBe("late");
  });

  it("has room again when enough was taken", async () => {
    const queue = boundedQueue<string>(10);
    queue.push("a", 6);
    queue.push("b", 6);
    let hasRoom = false;
    const room = queue.room().then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    expect(hasRoom).toBe(false);
    await queue.take();
    await room;

    expect(queue.heldBytes).toBe(6);
  });

  it("lets everybody go when it is cleared", async () => {
    const queue = boundedQueue<string>(10);
    queue.push("a", 20);
    const room = queue.room();
    queue.clear();

    await expect(room).resolves.toBeUndefined();
    expect(queue.heldBytes).toBe(0);
  });

  it("refuses a bound that is none", () => {
    expect(() => boundedQueue(0)).toThrow(
      "Cannot queue as limitBytes must be a positive number: current value is 0",
    );
  });
});
