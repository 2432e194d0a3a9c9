import type { Random } from "../../src/stats/index.ts";

const WORDS =
  "the of a model stream token answer reads shows page each when between value first line number".split(
    " ",
  );

/** Ends every delta, so that a page can tell when the delta is visible. */
export function markOf(index: number): string {
  return `mark${index}end`;
}

/** A long answer: headings, prose with marks, lists, code and tables. It ends after a block. */
export function markdownAnswer(lengthChars: number, random: Random): string {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS) ?? "").join(" ");
  const sentence = () =>
    `${words(8)} **${words(2)}** and \`${words(1)}\`, see [${words(2)}](https://example.com/${words(1)}). `;
  const blocks: readonly (() => string)[] = [
    () => `## ${words(4)}`,
    () => sentence() + sentence() + sentence(),
    () => sentence() + sentence(),
    () => Array.from({ length: 4 }, () => `- ${words(6)} *${words(1)}*`).join("\n"),
    () =>
      `\`\`\`js\n${Array.from({ length: 6 }, () => `const ${words(1)} = "${words(3)}";`).join("\n")}\n\`\`\``,
    () => `| ${words(1)} | ${words(1)} |\n|---|---|\n| ${words(2)} | ${words(2)} |`,
  ];
  let text = "";
  while (text.length < lengthChars) text += `${pick(blocks)?.() ?? ""}\n\n`;
  return text;
}

/** What arrives then: prose in parts of about 30 characters, what a model writes in two frames. A paragraph has 20. */
export function markdownDeltas(count: number, random: Random): string[] {
  return Array.from({ length: count }, (_, index) => {
    const start = index % 20 === 0 ? "\n\n" : " ";
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
    return `${start}${word} *${word}* ${word} ${markOf(index)}`;
  });
}
