import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { markdownHtml, parseMarkdown } from "../../../src/markdown/index.ts";
import { hostileAnswers } from "../../support/hostile/index.ts";
import { faultsOf, textOfHtml } from "../../support/markdown/html-audit.ts";
import { FRAGMENTS } from "../../support/markdown/inline-sources.ts";
import { textOfDocument } from "../../support/markdown/text-of-document.ts";

function auditAnswer(text: string): void {
  const document = parseMarkdown(text);
  const html = markdownHtml(document);

  expect(faultsOf(html)).toEqual([]);
  expect(textOfHtml(html)).toBe(textOfDocument(document));
}

/** Starts of blocks, and parts of HTML, URLs and templates that other programs interpret. */
const NASTY: readonly string[] = [
  ..."# > - * + 1. ``` ~~~ ```js | |-|:-: --- === $$ \\[ \\] : [^a]: [a]: [x] [ ]".split(" "),
  "\n",
  "\n\n",
  "\n   \n",
  "\r",
  "\u2028",
  "    ",
  "\t",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "</div>",
  "</pre>",
  "</code>",
  "<!--",
  "-->",
  "<![CDATA[",
  "<a href='javascript:alert(1)'>",
  "<style>",
  "<textarea>",
  "<plaintext>",
  "javascript:alert(1)",
  "](javascript:alert(1))",
  "](java&Tab;script:alert(1))",
  "](https://u:p@x.y)",
  '](https://x.y "\'><b>")',
  "](data:text/html,a)",
  "](https://x.y/{a}?{b}#{c}'\")",
  "<javascript:alert(1)>",
  "![",
  "{{ a }}",
  "{% raw %}",
  "{alert(1)}",
  "${a}",
  "<%= a %>",
  "import a from 'b'",
  "\\href{javascript:alert(1)}{b}",
  "\\begin{a}",
  '" onload="',
  "&#x3c;b&#62;",
  "&quot;",
  "&#10;&#10;",
  "&#0;",
  "\0",
  "\u001b[31m",
  "\u202e",
  "\ud800",
  "\u007f",
];

const hostileText = fc
  .array(fc.constantFrom(...NASTY, ...FRAGMENTS), { minLength: 1, maxLength: 40 })
  .map((parts) => parts.join(""));

const hostilePieces = fc
  .array(fc.tuple(fc.constantFrom(...hostileAnswers), fc.nat(4_000), fc.nat(4_000)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pieces) =>
    pieces
      .map(([text, from, to]) => text.slice(from % text.length, 1 + (to % text.length)))
      .join(""),
  );

describe("markdownHtml()", () => {
  it.each(hostileAnswers)("is safe for the hostile answer %#", (answer) => {
    auditAnswer(answer);
  });

  it.each([
    ["hostile fragments", hostileText],
    ["pieces of hostile answers", hostilePieces],
    ["any text", fc.string({ unit: "binary", maxLength: 200 })],
  ])("is safe and complete for %s", (_, texts) => {
    fc.assert(fc.property(texts, auditAnswer), { numRuns: 150 });
  });

  it("is at most 1.5 times the size of prose", () => {
    const sentence = "A sentence of *prose* that explains what `this` does, and why. ";
    const text =
      `${sentence.repeat(4)}See [the manual](https://example.com).\n\n- One point\n\n`.repeat(20);

    expect(markdownHtml(parseMarkdown(text)).length / text.length).toBeLessThan(1.5);
  });
});
