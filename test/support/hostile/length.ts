import { type Family, IMAGE } from "./marks.ts";

/** Long lines, many lines and many blocks. */
export const length: Family = {
  "line of 100,000 characters": `${"a".repeat(100_000)}${IMAGE}`,
  "line of 100,000 characters in code": `\`\`\`\n${"a".repeat(100_000)}\n\`\`\``,
  "line of 50,000 words": "a ".repeat(50_000),
  "line of 100,000 spaces": `a${" ".repeat(100_000)}b`,
  "line of 20,000 tabs": `${"\t".repeat(20_000)}a`,
  "10,000 empty lines": `a${"\n".repeat(10_000)}${IMAGE}`,
  "10,000 lines with spaces": `a${"\n \t".repeat(10_000)}${IMAGE}`,
  "5,000 lines of code": `\`\`\`ts\n${"const a = 1;\n".repeat(5_000)}\`\`\``,
  "2,000 paragraphs": "a\n\n".repeat(2_000),
  "2,000 headings": "# a\n".repeat(2_000),
  "2,000 rules": "---\n".repeat(2_000),
  "2,000 fences": "```\n".repeat(2_000),
  "1,000 definitions": Array.from({ length: 1_000 }, (_, n) => `[a${n}]: /u`).join("\n"),
  "5,000 pipes": "|".repeat(5_000),
  hashes: "#".repeat(20_000),
  underlines: `a\n${"=".repeat(20_000)}x`,
  "list numbers": `${"9".repeat(5_000)}. a\n999999999. b\n1000000000. c\n-1. d`,
};
