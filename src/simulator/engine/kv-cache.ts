import { integerFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";

/** How much a cache of prompts holds. */
export interface KvCacheOptions {
  /**
   * How many tokens are kept or forgotten together.
   *
   * @defaultValue `16`, as in vLLM.
   */
  readonly blockTokens?: number;
  /** How much is kept, in tokens; what is left over from whole blocks is not used. 0 keeps nothing. */
  readonly capacityTokens: number;
}

/** Remembers the beginnings of prompts, so that they need not be computed again. */
export interface KvCache {
  /**
   * How many tokens at the beginning of a prompt are remembered: whole blocks, and never all of the
   * prompt, because the last token must be computed for there to be an answer.
   *
   * Does not count as a use, so that a router can ask every worker. Cost: O(tokens).
   */
  lookup(tokens: readonly string[]): number;
  /**
   * Remembers all whole blocks of a sequence, and counts as a use of those that were remembered. Those
   * whose last use is the longest ago are forgotten for them. What does not fit at all is cut off at the
   * end. Cost: O(tokens).
   *
   * @param tokens A prompt; with its answer, where the next prompt of a conversation will hold both.
   */
  insert(tokens: readonly string[]): void;
  /** How much is remembered, in tokens; at most `capacityTokens`. */
  readonly usedTokens: number;
}

/**
 * A prefix cache as inference servers have it: a tree of blocks, each of which is known by all tokens up
 * to its end; the least recently used leaf is forgotten first.
 *
 * The order of the calls is the order of use. Memory: one number for each block, whatever its text.
 * About 0.1 µs per token of a prompt.
 *
 * @throws {SimulationError} When `blockTokens` is not a whole number from 1 or `capacityTokens` not one
 * from 0.
 *
 * @see {@link https://docs.vllm.ai/en/latest/design/prefix_caching/} "Automatic Prefix Caching": chains of
 * hashes of full blocks.
 * @see L. Zheng et al., "SGLang: Efficient Execution of Structured Language Model Programs", NeurIPS
 * 2024, section 3: RadixAttention, whose least recently used leaves are evicted first.
 *
 * @example
 * ```ts
 * const cache = kvCache({ blockTokens: 2, capacityTokens: 8 });
 * cache.insert(["You", " are", " a", " poet"]);
 * cache.lookup(["You", " are", " a", " judge"]); // 2
 * ```
 */
export function kvCache({ blockTokens = 16, capacityTokens }: KvCacheOptions): KvCache {
  requireSettings("cache prompts", { blockTokens }, integerFrom(1));
  requireSettings("cache prompts", { capacityTokens }, integerFrom(0));
  const capacityBlocks = Math.floor(capacityTokens / blockTokens);

  /** The hash of all tokens up to a block's end, for each block; the least recently used first. */
  const blocks = new Set<number>();
  // One iterator for good: a new one steps over all that was deleted before the first that is left,
  // which made an eviction take 4 µs at 8,192 blocks and 34 µs at 65,536. This one takes 0.5 µs.
  // It never comes to an end: all that it has passed is deleted, and it is asked only when there is more.
  const oldest = blocks.values();

  function evict(): void {
    const { value } = oldest.next();
    if (value !== undefined) blocks.delete(value);
  }

  return {
    lookup(tokens) {
      const wholeBlocks = Math.max(0, Math.floor((tokens.length - 1) / blockTokens));
      let found = 0;
      for (const block of blocksOf(tokens, { blockTokens, count: wholeBlocks })) {
        if (!blocks.has(block)) break;
        found++;
      }
      return found * blockTokens;
    },
    insert(tokens) {
      const count = Math.min(Math.floor(tokens.length / blockTokens), capacityBlocks);
      // From the end: a block is then always used after those that build on it, so the least recently
      // used block of all is a leaf.
      for (const block of [...blocksOf(tokens, { blockTokens, count })].toReversed()) {
        blocks.delete(block);
        blocks.add(block);
      }
      while (blocks.size > capacityBlocks) evict();
    },
    get usedTokens() {
      return blocks.size * blockTokens;
    },
  };
}

/** The first blocks of a sequence, each by the hash of all tokens up to its end. */
function* blocksOf(
  tokens: readonly string[],
  { blockTokens, count }: { readonly blockTokens: number; readonly count: number },
): Generator<number, void> {
  let block = 0;
  for (let start = 0; start < count * blockTokens; start += blockTokens) {
    block = blockAfter(block, tokens, [start, start + blockTokens]);
    yield block;
  }
}

/** No unit of UTF-16 is this, so that tokens which are cut differently are not the same. */
const TOKEN_END = 0x1_0000;

/**
 * The hash of a block: of its parent's, and of its tokens.
 *
 * Two multiplicative hashes of 32 bits, mixed to one of 53: among a million blocks, the chance that any
 * two are mistaken for each other is 1 in 18,000.
 */
function blockAfter(
  parent: number,
  tokens: readonly string[],
  [start, end]: readonly [number, number],
): number {
  let a = 0xdeadbeef ^ parent;
  let b = 0x41c6ce57 ^ (parent / 2 ** 32);
  for (let index = start; index < end; index++) {
    const token = tokens[index] ?? "";
    for (let unit = 0; unit < token.length; unit++) {
      const code = token.charCodeAt(unit);
      a = Math.imul(a ^ code, 0x9e3779b1);
      b = Math.imul(b ^ code, 0x5f356495);
    }
    a = Math.imul(a ^ TOKEN_END, 0x9e3779b1);
    b = Math.imul(b ^ TOKEN_END, 0x5f356495);
  }
  return mixed(a, b);
}

/** The finaliser of MurmurHash3 over both, as each alone has weak low bits. */
function mixed(a: number, b: number): number {
  const low = finalised(a ^ (b >>> 15));
  const high = finalised(b ^ low);
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}

function finalised(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
