import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { NO_REFERENCES } from "../../../src/markdown/inlines/references.ts";

function formulasIn(source: string): string[] {
  return parseInlines(source, NO_REFERENCES).flatMap((inline) =>
    inline.type === "math" ? [inline.isDisplay ? `display: ${inline.text}` : inline.text] : [],
  );
}

describe("parseInlines()", () => {
  it.each([
    ["Let $x$ be", ["x"]],
    ["$a_1 + b^2 = c$, where $c \\in \\mathbb{R}$.", ["a_1 + b^2 = c", "c \\in \\mathbb{R}"]],
    ["For $5$ and $5 + 3$ and $2\\pi r$", ["5", "5 + 3", "2\\pi r"]],
    ["the $i$th, the $n$s, $n$-dimensional", ["i", "n", "n"]],
    ["in $O(n log n)$ and $\\log n$ time", ["O(n log n)", "\\log n"]],
    ["($x$), **$y$**", ["x"]],
    ["$2 \\text{ apples and } 3$", ["2 \\text{ apples and } 3"]],
    ["$a\\$b$", ["a\\$b"]],
    ["$`a_b`$", ["a_b"]],
    ["so $$a = b$$ holds", ["display: a = b"]],
    ["so $$ \\int_0^1\nx $$ holds", ["display: \\int_0^1\nx"]],
    ["by \\(x^2\\) and \\[y^2\\]", ["x^2", "display: y^2"]],
    ["\\( f(x) = \\{1\\} \\)", ["f(x) = \\{1\\}"]],
    ["$*a*$ and $_b_$", ["*a*", "_b_"]],
  ])("finds the formulas in %j", (source, formulas) => {
    expect(formulasIn(source)).toEqual(formulas);
  });

  it.each([
    "$5 and $10",
    "pay $5, or 10$ more",
    "between $5 and 10$ each",
    "It costs $5-$10.",
    "from $5/mo to 10$/mo",
    "$1,000 to $2,500.50",
    "US$5 or CA$6",
    "$5 million, $3 billion$",
    "$20 = 18€ or 20$ in cash",
    "the $, the $ and the $",
    "in $/month and €/$",
    "echo $HOME and $PATH",
    "export PATH=$HOME/bin:$PATH",
    "$HOME:$PATH",
    "${HOME} and ${PATH}",
    "$(pwd)/x and $y",
    "$a=$b; $c=$d",
    "echo $$ and kill $$",
    "`$a$` and ``$b$``",
    "\\$a\\$ and \\$5",
    "$ a $ and $a $",
    "$$ $$ and $$$$",
    "花$5或者10$吧",
    "\\[foo] and \\(bar)",
    "\\[\\] and \\( \\)",
    "\\[text\\](url)",
    "match \\[ and \\] or \\( to \\)",
    "a $",
    "$",
  ])("finds no formula in %j", (source) => {
    expect(formulasIn(source)).toEqual([]);
  });
});
