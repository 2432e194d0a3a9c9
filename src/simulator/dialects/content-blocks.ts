import type { SimulatedAnswer, TokenPart } from "../simulated-answer.ts";

/** A run of tokens that belong together: thoughts, words, one call. */
export interface ContentBlock {
  readonly part: TokenPart;
  readonly text: string;
}

/** The whole answer, for wires that say it in blocks. */
export function blocksOf({ tokens }: SimulatedAnswer): ContentBlock[] {
  const blocks: { part: TokenPart; texts: string[] }[] = [];
  for (const { part, text } of tokens) {
    const open = blocks.at(-1);
    if (open !== undefined && isSame(open.part, part)) open.texts.push(text);
    else blocks.push({ part, texts: [text] });
  }
  return blocks.map(({ part, texts }) => ({ part, text: texts.join("") }));
}

/** A block that has begun, and its place among the blocks. */
export interface OpenBlock {
  readonly part: TokenPart;
  readonly index: number;
}

/** Where a token stands. */
export interface Placed extends OpenBlock {
  /** Whether the token is the first of its block. */
  readonly begins: boolean;
  /** The block that ended before this one began. */
  readonly ended: OpenBlock | undefined;
}

/** Tells of each token of a stream which block it is in. */
export interface BlockNumbers {
  place(part: TokenPart): Placed;
  /** The block that is still open. */
  end(): OpenBlock | undefined;
}

/** No block has begun yet. */
export function blockNumbers(): BlockNumbers {
  let open: OpenBlock | undefined;
  return {
    place(part) {
      if (open !== undefined && isSame(open.part, part)) {
        return { ...open, begins: false, ended: undefined };
      }
      const ended = open;
      open = { part, index: ended === undefined ? 0 : ended.index + 1 };
      return { ...open, begins: true, ended };
    },
    end: () => open,
  };
}

function isSame(one: TokenPart, other: TokenPart): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== "tool-call" || other.kind !== "tool-call" || one.call === other.call;
}
