import fc from "fast-check";

import { hostileAnswers } from "./index.ts";
import { BEACON, IMAGE, RUN } from "./marks.ts";

/** Every character and sequence that opens, closes or escapes something in Markdown, HTML, math or JSON. */
const CHARACTERS = Array.from(
  "<>&\"'`/!\\|*_~$#+-=:;.,?@^%(){}[] \t\n\r\0\u000b\f\uD800\uDC00\u200b\u202e\u2028\uFEFF\u00a0ab0xé\u{1F600}",
);

const OF_MARKDOWN = `\`\`\` ~~~ $$ \\( \\) \\[ \\] ]( ![ [^ ]: \\href{ \\begin{a} \\end{a}`.split(
  " ",
);

const OF_HTML =
  `<!-- --> ]]> <![CDATA[ </ /> <p> <pre> </pre> </code> <svg> <math> <style> <script> </script> &# &#x
  &lt; &colon; &NewLine; &amp;`.split(/\s+/u);

const OF_LINKS = "javascript: data: https:// www. mailto:".split(" ");

const AT_LINES = [
  "\n\n",
  "\r\n",
  "\n    ",
  "\n> ",
  "\n- ",
  "\n1. ",
  "\n# ",
  "\n---\n",
  "\n===\n",
  "\n|-|-|\n",
  "\n```html\n",
];

const PIECES = [
  ...CHARACTERS,
  ...OF_MARKDOWN,
  ...OF_HTML,
  ...OF_LINKS,
  ...AT_LINES,
  "<a ",
  `[a](javascript:${RUN})`,
  `[a]: javascript:${RUN}`,
  `![a](${BEACON})`,
  IMAGE,
  ` onerror="${RUN}"`,
];

/** Documents made of hostile pieces, of whole hostile answers, and of parts of them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: joined(fc.constantFrom(...PIECES), 40) },
  { weight: 1, arbitrary: joined(fc.constantFrom(...hostileAnswers), 3) },
  {
    weight: 2,
    arbitrary: joined(
      fc
        .tuple(fc.constantFrom(...hostileAnswers), fc.nat(400), fc.nat(60))
        .map(([answer, from, length]) => answer.slice(from, from + length)),
      8,
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

function joined(part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(part, { maxLength }).map((parts) => parts.join(""));
}

/** Runs of a property: more with `HOSTILE_RUNS=100000 npx vitest run --project unit test/protocols/hostile*`. */
export const hostileRuns = (usual: number): number => Number(process.env["HOSTILE_RUNS"] ?? usual);
