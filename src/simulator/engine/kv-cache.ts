import { integerFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";

/** Caches prefixes of prompts, so that they need not be computed again. */
export interface KvCache {
  /**
   * Returns the number of cached tokens at the start of a prompt: whole blocks, and never all of the prompt, because
   * its last token must be computed to get an answer.
   *
   * Does not count as a use, so that a router can query every worker. Cost: O(tokens).
   */
  lookup(tokens: readonly string[]): number;
  /**
   * Caches all whole blocks of a sequence, and counts as a use of those already cached. Evicts the least recently
   * used blocks. Truncates a sequence that is longer than the capacity. Cost: O(tokens).
   *
   * @param tokens A prompt, or a prompt with its answer if the next prompt of the conversation will contain both.
   */
  insert(tokens: readonly string[]): void;
  /** Cached tokens; at most `capacityTokens`. */
  readonly usedTokens: number;
}

/**
 * A prefix cache like those of inference servers: a tree of blocks, each identified by all tokens up to its end; the
 * least recently used leaf is evicted first.
 *
 * The order of the calls is the order of use. Memory: one number per block, independent of its text. About 0.1 µs per
 * prompt token.
 *
 * @param options `capacityTokens` is a whole number from 0, rounded down to whole blocks. `blockTokens`, from 1, are kept
 * or evicted together; the default is vLLM's.
 *
 * @see {@link https://docs.vllm.ai/en/latest/design/prefix_caching/} "Automatic Prefix Caching": chains of
 * hashes of full blocks.
 * @see L. Zheng et al., "SGLang: Efficient Execution of Structured Language Model Programs", NeurIPS
 * 2024, section 3: RadixAttention, whose least recently used leaves are evicted first.
 */
export function kvCache({
  blockTokens = 16,
  capacityTokens,
}: {
  readonly blockTokens?: number | undefined;
  readonly capacityTokens: number;
}): KvCache {
  requireSettings("cache prompts", { blockTokens }, integerFrom(1));
  requireSettings("cache prompts", { capacityTokens }, integerFrom(0));
  const capacityBlocks = Math.floor(capacityTokens / blockTokens);

  /** For each block, the hash of all tokens up to its end; the least recently used first. */
  const blocks = new Set<number>();
  // One iterator for the cache's whole life: a new one steps over all deleted entries before the first live one,
  // so an eviction took 4 µs at 8,192 blocks and 34 µs at 65,536. This one takes 0.5 µs. It never ends: every entry
  // that it has passed is deleted, and it is advanced only while more blocks exist.
  const oldest = blocks.values();

  return {
    lookup(tokens) {
      const wholeBlocks = Math.max(0, Math.floor((tokens.length - 1) / blockTokens));
      let found = 0;
      for (const block of blocksOf(tokens, blockTokens, wholeBlocks)) {
        if (!blocks.has(block)) break;
        found++;
      }
      return found * blockTokens;
    },
    insert(tokens) {
      const count = Math.min(Math.floor(tokens.length / blockTokens), capacityBlocks);
      // From the end: a block is then always used after the blocks that build on it, so the least recently used block
      // of all is a leaf.
      for (const block of [...blocksOf(tokens, blockTokens, count)].toReversed()) {
        blocks.delete(block);
        blocks.add(block);
      }
      while (blocks.size > capacityBlocks) {
        const { value } = oldest.next();
        if (value !== undefined) blocks.delete(value);
      }
    },
    get usedTokens() {
      return blocks.size * blockTokens;
    },
  };
}

/** Yields a hash for each of the first blocks of a sequence, over all tokens up to the end of the block. */
function* blocksOf(
  tokens: readonly string[],
  blockTokens: number,
  count: number,
): Generator<number, void> {
  let block = 0;
  for (let start = 0; start < count * blockTokens; start += blockTokens) {
    block = blockAfter(block, tokens, [start, start + blockTokens]);
    yield block;
  }
}

/** Not a UTF-16 code unit, so that the same text with different token boundaries gets a different hash. */
const TOKEN_END = 0x1_0000;

/**
 * Hashes a block from its parent's hash and its tokens.
 *
 * Two multiplicative 32-bit hashes, mixed into one of 53 bits: among a million blocks, the probability of any
 * collision is 1 in 18,000.
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
  // Each alone has weak low bits.
  const low = finalised(a ^ (b >>> 15));
  const high = finalised(b ^ low);
  return (high & 0x1f_ffff) * 2 ** 32 + (low >>> 0);
}

/** MurmurHash3's finaliser. */
function finalised(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
