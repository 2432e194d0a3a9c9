import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { kvCache } from "../../../src/simulator/engine/kv-cache.ts";

const words = (text: string) => text.split("");

/** A reference implementation: prefixes with their last use, searched linearly. */
function slowCache(blockTokens: number, capacityTokens: number) {
  const lastUses = new Map<string, number>();
  let uses = 0;

  const prefixes = (tokens: readonly string[]) =>
    Array.from({ length: Math.floor(tokens.length / blockTokens) }, (_, block) =>
      tokens.slice(0, (block + 1) * blockTokens).join(""),
    );
  const isLeaf = (prefix: string) =>
    ![...lastUses.keys()].some((other) => other !== prefix && other.startsWith(prefix));

  return {
    lookup(tokens: readonly string[]) {
      const known = prefixes(tokens).filter((prefix) => lastUses.has(prefix));
      return known.filter((prefix) => prefix.length < tokens.length).length * blockTokens;
    },
    insert(tokens: readonly string[]) {
      uses++;
      const capacityBlocks = Math.floor(capacityTokens / blockTokens);
      for (const prefix of prefixes(tokens).slice(0, capacityBlocks)) lastUses.set(prefix, uses);
      while (lastUses.size > capacityBlocks) {
        const leaves = [...lastUses].filter(([prefix]) => isLeaf(prefix));
        const [oldest] = leaves.toSorted(([, a], [, b]) => a - b);
        lastUses.delete(oldest?.[0] ?? "");
      }
    },
    usedTokens: () => lastUses.size * blockTokens,
  };
}

/** An array that counts reads of its tokens. */
function counted(tokens: readonly string[]) {
  const reads = { count: 0 };
  const watched = new Proxy(tokens, {
    get(target, name, receiver): unknown {
      if (typeof name === "string" && /^\d+$/.test(name)) reads.count++;
      return Reflect.get(target, name, receiver);
    },
  });
  return { tokens: watched, reads };
}

describe("kvCache()", () => {
  it("finds whole blocks only", () => {
    const cache = kvCache({ blockTokens: 4, capacityTokens: 64 });
    cache.insert(words("abcdefghij"));

    expect(cache.usedTokens).toBe(8);
    expect(cache.lookup(words("abcdefghijklm"))).toBe(8);
    expect(cache.lookup(words("abcdefgXijklm"))).toBe(4);
    expect(cache.lookup(words("abcXefgh"))).toBe(0);
  });

  it("leaves one token to compute if the whole prompt is cached", () => {
    const cache = kvCache({ blockTokens: 4, capacityTokens: 64 });
    cache.insert(words("abcdefgh"));

    expect(cache.lookup(words("abcdefgh"))).toBe(4);
    expect(cache.lookup(words("abcd"))).toBe(0);
    expect(cache.lookup([])).toBe(0);
  });

  it("has blocks of 16 tokens by default", () => {
    const cache = kvCache({ capacityTokens: 1_024 });
    const prompt = Array.from({ length: 100 }, (_, index) => ` word${index}`);
    cache.insert(prompt);

    expect(cache.lookup(prompt)).toBe(96);
  });

  it("distinguishes equal blocks after different prefixes", () => {
    const cache = kvCache({ blockTokens: 2, capacityTokens: 64 });
    cache.insert(words("aabb"));
    cache.insert(words("ccdd"));

    expect(cache.lookup(words("ccbb-"))).toBe(2);
  });

  it("distinguishes blocks with the same text but different tokens", () => {
    const cache = kvCache({ blockTokens: 2, capacityTokens: 64 });
    cache.insert(["ab", "c"]);
    cache.insert(["1:a", "b"]);

    expect(cache.lookup(["a", "bc", "-"])).toBe(0);
    expect(cache.lookup(["1", "a:1:b", "-"])).toBe(0);
  });

  it("evicts the least recently used prompt, from its end", () => {
    const cache = kvCache({ blockTokens: 2, capacityTokens: 8 });
    cache.insert(words("aabb"));
    cache.insert(words("ccdd"));
    cache.insert(words("aabb"));
    cache.insert(words("ee"));

    expect(cache.lookup(words("ccdd-"))).toBe(2);
    expect(cache.lookup(words("aabb-"))).toBe(4);
    cache.insert(words("ff"));
    expect(cache.lookup(words("ccdd-"))).toBe(0);
    expect(cache.lookup(words("aabb-"))).toBe(4);
  });

  it("does not count a lookup as a use", () => {
    const cache = kvCache({ blockTokens: 2, capacityTokens: 4 });
    cache.insert(words("aa"));
    cache.insert(words("bb"));
    cache.lookup(words("aa-"));
    cache.insert(words("cc"));

    expect(cache.lookup(words("aa-"))).toBe(0);
    expect(cache.lookup(words("bb-"))).toBe(2);
  });

  it("keeps the start of a prompt that is longer than the cache", () => {
    const cache = kvCache({ blockTokens: 2, capacityTokens: 5 });
    cache.insert(words("aabbccdd"));

    expect(cache.usedTokens).toBe(4);
    expect(cache.lookup(words("aabbccdd"))).toBe(4);
  });

  it("keeps nothing without capacity", () => {
    const cache = kvCache({ capacityTokens: 0 });
    cache.insert(Array.from({ length: 64 }, () => "a"));

    expect(cache.usedTokens).toBe(0);
  });

  it("behaves like the reference implementation for random calls", () => {
    const prompt = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 });
    const calls = fc.array(fc.record({ prompt, isUse: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(calls, fc.nat({ max: 20 }), (asked, capacityTokens) => {
        const cache = kvCache({ blockTokens: 2, capacityTokens });
        const slow = slowCache(2, capacityTokens);
        for (const { prompt: tokens, isUse } of asked) {
          if (isUse) {
            cache.insert(tokens);
            slow.insert(tokens);
          }
          expect(cache.lookup(tokens)).toBe(slow.lookup(tokens));
          expect(cache.usedTokens).toBe(slow.usedTokens());
          expect(cache.usedTokens).toBeLessThanOrEqual(capacityTokens);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("reads each token of a prompt once", () => {
    const cache = kvCache({ capacityTokens: 1_000_000 });
    const { tokens, reads } = counted(Array.from({ length: 16_000 }, (_, index) => `${index}`));
    cache.insert(tokens);
    expect(reads.count).toBe(16_000);
    cache.lookup(tokens);
    expect(reads.count).toBe(16_000 + 15_984);
  });

  it.each([
    [{ blockTokens: 0, capacityTokens: 1 }, "blockTokens must be a whole number from 1"],
    [{ blockTokens: 1.5, capacityTokens: 1 }, "current value is 1.5"],
    [{ capacityTokens: -1 }, "capacityTokens must be a whole number from 0: current value is -1"],
  ])("refuses %j", (options, message) => {
    expect(() => kvCache(options)).toThrow(message);
  });
});
