import { describe, expect, it } from "vitest";

import { kvCache } from "../../../src/simulator/engine/kv-cache.ts";
import { type RoutedWorker, router } from "../../../src/simulator/engine/router.ts";
import { seededRandom } from "../../../src/stats/index.ts";

const BLOCK_TOKENS = 16;

const prompt = (blocks: number) =>
  Array.from({ length: blocks * BLOCK_TOKENS }, (_, index) => ` word${index}`);

/** A worker with a number of cached blocks of every prompt, and a number of blocks of context. */
const worker = (cachedBlocks: number, decodeBlocks: number): RoutedWorker => ({
  lookup: () => cachedBlocks * BLOCK_TOKENS,
  pendingPrefillTokens: 0,
  kvTokens: decodeBlocks * BLOCK_TOKENS,
});

/** Indexes of the workers of consecutive requests. */
function placesOf(workers: readonly RoutedWorker[], count: number, options = {}): number[] {
  const { place } = router(workers, { random: seededRandom(1), ...options });
  return Array.from({ length: count }, () => place(prompt(10)).index);
}

describe("router()", () => {
  // The three workers in the figure of Dynamo's documentation, for a prompt of 10 blocks: 8, 5 and 2
  // blocks to prefill, 10, 5 and 9 to decode. Their costs are 18, 10 and 11; with weight 2, 26, 15, 13.
  const documented = [worker(2, 10), worker(5, 5), worker(8, 9)];

  it.each([
    [1, 1],
    [2, 2],
    [0, 1],
  ])(
    "with an overlap weight of %s takes the worker that Dynamo takes, %s",
    (overlapWeight, index) => {
      expect(placesOf(documented, 1, { overlapWeight })).toEqual([index]);
    },
  );

  it("returns the worker and its number of cached tokens", () => {
    const { place } = router(documented, { random: seededRandom(1) });

    expect(place(prompt(10))).toEqual({ worker: documented[1], index: 1, cachedTokens: 80 });
  });

  it("counts prompts that wait for prefill", () => {
    const busy = { ...worker(9, 0), pendingPrefillTokens: 1_000 };

    expect(placesOf([busy, worker(0, 0)], 1)).toEqual([1]);
  });

  it("prefers the worker with the cached prompt if load has no weight", () => {
    expect(placesOf([worker(0, 0), worker(4, 1_000)], 3, { loadWeight: 0 })).toEqual([1, 1, 1]);
  });

  it("breaks ties at random, the same for the same seed", () => {
    const equals = [worker(1, 1), worker(0, 9), worker(1, 1), worker(1, 1)];
    const places = placesOf(equals, 300);
    const counts = [0, 1, 2, 3].map((index) => places.filter((place) => place === index).length);

    expect(placesOf(equals, 300)).toEqual(places);
    expect(counts[1]).toBe(0);
    // 100 expected of each, ± 4 standard errors of a binomial count.
    for (const index of [0, 2, 3]) expect(Math.abs((counts[index] ?? 0) - 100)).toBeLessThan(33);
  });

  it("alternates with the policy round-robin", () => {
    expect(placesOf(documented, 5, { policy: "round-robin" })).toEqual([0, 1, 2, 0, 1]);
  });

  it("chooses any worker with the policy random", () => {
    const places = placesOf(documented, 300, { policy: "random" });

    for (const index of [0, 1, 2]) {
      const count = places.filter((place) => place === index).length;
      expect(Math.abs(count - 100)).toBeLessThan(33);
    }
  });

  it("sends conversations back to their worker", () => {
    const workers = Array.from({ length: 4 }, () => {
      const cache = kvCache({ capacityTokens: 100_000 });
      return { cache, lookup: cache.lookup, pendingPrefillTokens: 0, kvTokens: 0 };
    });
    const { place } = router(workers, { random: seededRandom(7) });
    const conversation = (name: number, turns: number) =>
      Array.from({ length: 20 * turns }, (_, index) => `${name}:${index}`);
    const begin = (name: number) => {
      const placement = place(conversation(name, 1));
      placement.worker.cache.insert(conversation(name, 1));
      return placement.index;
    };
    const begun = Array.from({ length: 40 }, (_, name) => begin(name));
    const again = begun.map((_, name) => place(conversation(name, 2)));

    expect(again.map(({ index }) => index)).toEqual(begun);
    expect(new Set(again.map(({ cachedTokens }) => cachedTokens))).toEqual(new Set([16]));
    expect(new Set(begun).size).toBe(4);
  });

  it("refuses invalid options", () => {
    const random = seededRandom(1);

    expect(() => router([], { random })).toThrow("there must be a worker: current value is 0");
    expect(() => router(documented, { random, overlapWeight: -1 })).toThrow(
      "overlapWeight must be a number from 0: current value is -1",
    );
  });
});
