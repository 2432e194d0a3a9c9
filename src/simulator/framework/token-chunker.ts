import { integerFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { tokensOf } from "../answer/tokens.ts";

/** How many tokens go into the next chunk; may change from chunk to chunk. */
export interface ChunkSize {
  readonly tokens: number;
  /** A chunk has come so long after the one before it. */
  observe(gapMs: number): void;
}

/** Cuts text into tokens and chunks of them. */
export interface TokenChunker extends ChunkSize {
  /** The tokens of a text: joined, they are the text. */
  tokenize(text: string): readonly string[];
  /** The chunks of a text: joined, they are the text. */
  chunks(text: string): readonly string[];
}

/**
 * A chunker whose chunks have so many tokens each; the last one of a text may have fewer. Spaces belong to the
 * words after them, and nothing is lost: FakeAI's, of the same name, joins tokens by spaces instead.
 *
 * @throws {SimulationError} When it is not a whole number from 1.
 *
 * @example
 * ```ts
 * tokenChunker(2).chunks("One, two and three"); // ["One,", " two and", " three"]
 * ```
 */
export function tokenChunker(tokensPerChunk = 1): TokenChunker {
  requireSettings("chunk tokens", { tokensPerChunk }, integerFrom(1));
  return {
    tokens: tokensPerChunk,
    observe: () => undefined,
    tokenize: tokensOf,
    chunks(text) {
      const tokens = tokensOf(text);
      const count = Math.ceil(tokens.length / tokensPerChunk);
      return Array.from({ length: count }, (_, index) =>
        tokens.slice(index * tokensPerChunk, (index + 1) * tokensPerChunk).join(""),
      );
    },
  };
}
