import { seededRandom } from "../../src/stats/index.ts";

/** Returns text of one shape, of at least so many characters. */
type MakeText = (lengthChars: number) => string;

/** Documents that stress one part of a Markdown parser each. */
export const MARKDOWN_SHAPES: Readonly<Record<string, MakeText>> = {
  "chat mix": (lengthChars) => joined(lengthChars, chatAnswer),
  "one paragraph": (lengthChars) => joined(lengthChars, (random) => `${sentence(random)}\n`),
  "one line": (lengthChars) => joined(lengthChars, (random) => `${sentence(random)} `),
  "one list": (lengthChars) => joined(lengthChars, (random) => `- ${sentence(random)}\n`),
  "one code block": (lengthChars) => `\`\`\`ts\n${joined(lengthChars, codeLine)}`,
  "one table": (lengthChars) => `| a | b | c |\n|---|:-:|--:|\n${joined(lengthChars, tableLine)}`,
  "deep nesting": (lengthChars) => joined(lengthChars, nestedLines),
  "no safe cut": (lengthChars) =>
    joined(lengthChars, (random) => `*${word(random)} [${word(random)} `),
  "opener without closer": (lengthChars) =>
    `Text \`\`${joined(lengthChars, (random) => `${word(random)} `)}`,
  "late references": lateReferences,
};

/** Deltas of 1 to 7 characters, as models send them. */
export function deltasOf(text: string): string[] {
  const random = seededRandom(1);
  const deltas: string[] = [];
  for (let from = 0; from < text.length;) {
    const lengthChars = 1 + Math.floor(random() * 7);
    deltas.push(text.slice(from, from + lengthChars));
    from += lengthChars;
  }
  return deltas;
}

type Random = () => number;

function joined(lengthChars: number, make: (random: Random) => string): string {
  const random = seededRandom(lengthChars);
  const parts: string[] = [];
  for (let chars = 0; chars < lengthChars;) {
    const part = make(random);
    parts.push(part);
    chars += part.length;
  }
  return parts.join("");
}

const SYLLABLES = ["ba", "ren", "to", "mi", "shal", "ku", "or", "ve", "lin", "da"];

function word(random: Random): string {
  const syllables = 1 + Math.floor(random() * 3);
  const syllable = () => SYLLABLES[Math.floor(random() * SYLLABLES.length)];
  return Array.from({ length: syllables }, syllable).join("");
}

function sentence(random: Random): string {
  const words = Array.from({ length: 6 + Math.floor(random() * 10) }, () => word(random));
  const styled = Math.floor(random() * words.length);
  const style = ["**", "*", "`", ""][Math.floor(random() * 4)] ?? "";
  words[styled] = `${style}${words[styled]}${style}`;
  return `${words.join(" ")}.`;
}

function codeLine(random: Random): string {
  return `  const ${word(random)} = ${word(random)}(${Math.floor(random() * 99)});\n`;
}

function tableLine(random: Random): string {
  return `| ${word(random)} | **${word(random)}** | ${sentence(random)} |\n`;
}

function nestedLines(random: Random): string {
  const depth = 1 + Math.floor(random() * 40);
  return random() < 0.5
    ? `${"> ".repeat(depth)}${sentence(random)}\n\n`
    : `${"  ".repeat(depth)}- ${sentence(random)}\n`;
}

function lateReferences(lengthChars: number): string {
  const count = Math.ceil(lengthChars / 49);
  const random = seededRandom(count);
  const numbers = Array.from({ length: count }, (_, index) => index);
  const uses = numbers.map((number) => `${word(random)} [${word(random)}][${number}].\n\n`);
  const definitions = numbers.map((number) => `[${number}]: https://example.org/${number}\n`);
  return [...uses, ...definitions].join("");
}

/** A part of an answer as models write them: title, text, list, code, table, formula, link. */
function chatAnswer(random: Random): string {
  const lines = (count: number, line: () => string) =>
    Array.from({ length: count }, line).join("\n");
  const url = `https://example.org/${word(random)}`;
  return [
    `## ${word(random)} ${word(random)}`,
    `${sentence(random)} ${sentence(random)} See [${word(random)}](${url}).`,
    lines(4, () => `- **${word(random)}**: ${sentence(random)}`),
    `\`\`\`python\n${lines(6, () => `${word(random)} = ${word(random)}()`)}\n\`\`\``,
    `| a | b |\n|---|---|\n${lines(3, () => `| ${word(random)} | ${word(random)} |`)}`,
    `$$\n${word(random)}^2 = ${word(random)}_1\n$$`,
    lines(3, () => `1. ${sentence(random)}`),
    `${sentence(random)} ${sentence(random)}`,
    "",
  ].join("\n\n");
}
