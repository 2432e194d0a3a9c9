import { integerFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { tokensOf } from "../answer/tokens.ts";

/** The number of tokens in the next chunk; can change with every chunk. */
export interface ChunkSize {
  readonly tokens: number;
  /** Records the time between two chunks. */
  observe(gapMs: number): void;
}

/** Splits text into tokens and chunks. */
export interface TokenChunker extends ChunkSize {
  /** Joined, the tokens are the text. */
  tokenize(text: string): readonly string[];
  /** Joined, the chunks are the text. */
  chunks(text: string): readonly string[];
}

/**
 * Splits text into chunks of a fixed number of tokens; the last chunk can have fewer. Spaces belong to the word
 * after them, so no text is lost. FakeAI's chunker of the same name joins tokens with spaces instead.
 *
 * @throws {SimulationError} When the number is not a positive integer.
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
