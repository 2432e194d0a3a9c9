import { type Family, IMAGE, RUN } from "./marks.ts";

/** Structures so deep that a recursive parser, renderer or browser fails. */
export const depth: Family = {
  "10,000 quotes": `${">".repeat(10_000)} ${IMAGE}`,
  "10,000 quotes with spaces": `${"> ".repeat(10_000)}a`,
  "2,000 lists": `${"- ".repeat(2_000)}${IMAGE}`,
  "2,000 numbers": `${"1. ".repeat(2_000)}a`,
  "300 lists by indentation": Array.from({ length: 300 }, (_, n) => `${"  ".repeat(n)}- a`).join(
    "\n",
  ),
  "quotes and lists in turn": `${"> - 1. ".repeat(2_000)}${IMAGE}`,
  "10,000 stars": `${"*".repeat(10_000)}a${"*".repeat(10_000)}`,
  "10,000 emphases": `${"*a _b ".repeat(5_000)}${"c_ d* ".repeat(5_000)}`,
  "10,000 emphases that do not close": "*a ".repeat(10_000),
  "10,000 strikethroughs": "~~a ~b ".repeat(5_000),
  "10,000 brackets": `${"[".repeat(10_000)}a${"]".repeat(10_000)}`,
  "10,000 brackets with destinations": "[a](".repeat(10_000),
  "10,000 image brackets": `${"![".repeat(10_000)}a${"](b)".repeat(5_000)}`,
  "10,000 backticks of all lengths": Array.from({ length: 140 }, (_, n) => "`".repeat(n + 1)).join(
    "a",
  ),
  "10,000 angle brackets": `${"<".repeat(10_000)}a ${"<a ".repeat(3_000)}`,
  "10,000 parentheses": `[a](${"(".repeat(10_000)}${")".repeat(10_000)})`,
  "10,000 dollars": `${"$a ".repeat(10_000)}${"$".repeat(10_000)}`,
  "10,000 escapes": "\\".repeat(10_000),
  "5,000 elements": `${"<div>".repeat(5_000)}${IMAGE}`,
  "5,000 formatting elements": `${"<b><i><a>".repeat(1_500)}${IMAGE}`,
  "5,000 tables": `${"<table><tr><td>".repeat(1_500)}${IMAGE}`,
  "links in a footnote in a list in a quote": `> - a[^1]\n>\n> [^1]: > - [click](javascript:${RUN})`,
};
