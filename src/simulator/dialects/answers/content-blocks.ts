import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../../answer/simulated-answer.ts";

/** A run of tokens of one part: reasoning, text, a refusal or one call. */
export interface ContentBlock {
  readonly part: TokenPart;
  readonly text: string;
}

export function answerText(
  { tokens }: SimulatedAnswer,
  kind: "reasoning" | "text" | "refusal",
): string {
  return tokens
    .filter(({ part }) => part.kind === kind)
    .map(({ text }) => text)
    .join("");
}

export function blocksOf({ tokens }: SimulatedAnswer): ContentBlock[] {
  const blocks: { part: TokenPart; texts: string[] }[] = [];
  for (const { part, text } of tokens) {
    const open = blocks.at(-1);
    if (open !== undefined && isSame(open.part, part)) open.texts.push(text);
    else blocks.push({ part, texts: [text] });
  }
  return blocks.map(({ part, texts }) => ({ part, text: texts.join("") }));
}

export interface OpenBlock {
  readonly part: TokenPart;
  readonly index: number;
}

export interface BlockEvents<Event> {
  start(block: OpenBlock): readonly Event[];
  delta(token: SimulatedToken, block: OpenBlock): readonly Event[];
  end(block: OpenBlock): readonly Event[];
}

/** Encodes an answer as consecutive blocks. */
export function blockWriter<Event>({ start, delta, end }: BlockEvents<Event>) {
  let open: OpenBlock | undefined;

  const last = (): readonly Event[] => (open === undefined ? [] : end(open));

  return {
    /** Returns the token's delta, after the end of the previous block and the start of a new one if needed. */
    token(token: SimulatedToken): readonly Event[] {
      if (open !== undefined && isSame(open.part, token.part)) return delta(token, open);
      const ended = last();
      open = { part: token.part, index: open === undefined ? 0 : open.index + 1 };
      return [...ended, ...start(open), ...delta(token, open)];
    },
    last,
  };
}

function isSame(one: TokenPart, other: TokenPart): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== "tool-call" || other.kind !== "tool-call" || one.call === other.call;
}
