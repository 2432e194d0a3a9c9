import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../../answer/simulated-answer.ts";

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

/** What a wire says of a block. */
export interface BlockEvents<Event> {
  begin(block: OpenBlock): readonly Event[];
  say(token: SimulatedToken, block: OpenBlock): readonly Event[];
  end(block: OpenBlock): readonly Event[];
}

/** Says an answer in blocks, one after the other. */
export interface BlockWriter<Event> {
  /** The token, behind whatever ends and begins with it. */
  token(token: SimulatedToken): readonly Event[];
  /** The end of the block that is still open. */
  last(): readonly Event[];
}

/** A writer that has said nothing yet. */
export function blockWriter<Event>({ begin, say, end }: BlockEvents<Event>): BlockWriter<Event> {
  let open: OpenBlock | undefined;

  const last = () => (open === undefined ? [] : end(open));

  return {
    token(token) {
      if (open !== undefined && isSame(open.part, token.part)) return say(token, open);
      const ended = last();
      open = { part: token.part, index: open === undefined ? 0 : open.index + 1 };
      return [...ended, ...begin(open), ...say(token, open)];
    },
    last,
  };
}

function isSame(one: TokenPart, other: TokenPart): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== "tool-call" || other.kind !== "tool-call" || one.call === other.call;
}
