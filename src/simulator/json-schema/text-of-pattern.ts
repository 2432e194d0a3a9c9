/** Characters to choose from for a class or an escape, in order of preference. */
const CANDIDATES = Array.from(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" +
    ` -_.,:;/@!?#$%&'"()*+<=>[]^{|}~\`\\\t\né漢я`,
);

const MAX_REPEATS = 1_000;

export interface PatternTextOptions {
  /** Number of repetitions beyond the minimum. */
  readonly extra: number;
  /** Chooses other characters: texts of two variants differ if the pattern lets them. */
  readonly variant: number;
}

/**
 * Returns text that matches a regular expression; `undefined` if the expression is invalid or needs an unsupported
 * feature: back references, or lookaround that does not match by chance.
 *
 * @param pattern ECMA-262, unanchored, as JSON Schema has it.
 */
export function textOfPattern(pattern: string, options: PatternTextOptions): string | undefined {
  const whole = compiled(pattern);
  if (whole === undefined) return undefined;
  const text = textOfAlternatives(pattern, options);
  return text !== undefined && whole.test(text) ? text : undefined;
}

/** Whether a regular expression matches somewhere in a text; never if it is not valid. */
export function isMatch(text: string, pattern: string): boolean {
  return compiled(pattern)?.test(text) === true;
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    // Not an expression of ECMA-262: nothing matches it.
    return undefined;
  }
}

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/uy;
const CLASS = /\[\^?\]?(?:\\.|[^\]\\])*\]/uy;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|.)/uy;
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/uy;
const ZERO_WIDTH = new Set(["\\b", "\\B"]);

function textOfAlternatives(
  pattern: string,
  { extra, variant }: PatternTextOptions,
): string | undefined {
  let at = 0;

  function take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = at;
    const found = expression.exec(pattern) ?? undefined;
    if (found !== undefined) at += found[0].length;
    return found;
  }

  function alternatives(): string | undefined {
    let chosen = sequence();
    while (pattern[at] === "|") {
      at++;
      const other = sequence();
      chosen ??= other;
    }
    return chosen;
  }

  function sequence(): string | undefined {
    let text: string | undefined = "";
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") {
      const part = repeated(atom());
      text = text === undefined || part === undefined ? undefined : text + part;
    }
    return text;
  }

  function repeated(part: string | undefined): string | undefined {
    const found = take(QUANTIFIER);
    if (found === undefined) return part;
    const count = countOf(found);
    if (count === 0) return "";
    return part === undefined || count > MAX_REPEATS ? undefined : part.repeat(count);
  }

  function countOf([, sign, least = "0", comma, most]: RegExpExecArray): number {
    if (sign === "?") return Math.min(1, extra);
    if (sign !== undefined) return (sign === "+" ? 1 : 0) + extra;
    if (comma === "") return Number(least);
    return Math.min(Number(least) + extra, most === "" ? Infinity : Number(most));
  }

  function atom(): string | undefined {
    const group = take(GROUP)?.[0];
    return group === undefined ? character() : inGroup(group);
  }

  function character(): string | undefined {
    const one = take(CLASS)?.[0] ?? take(ESCAPE)?.[0];
    if (one !== undefined) return ZERO_WIDTH.has(one) ? "" : characterOf(one);
    const literal = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    at += literal.length;
    return literal === "." ? characterOf(".") : literal.replace(/^[$^]$/u, "");
  }

  function inGroup(opening: string): string | undefined {
    const text = alternatives();
    at++;
    // Lookaround matches no text. Whether it holds is tested on the whole text.
    return /[=!]$/u.test(opening) ? "" : text;
  }

  function characterOf(source: string): string | undefined {
    const expression = compiled(`^${source}$`);
    const fitting = CANDIDATES.filter((candidate) => expression?.test(candidate));
    return fitting[variant % Math.max(1, fitting.length)];
  }

  return alternatives();
}
