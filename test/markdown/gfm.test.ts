import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { SPEC_SYNTAX } from "../../src/markdown/inlines/syntax.ts";
import { streamOf } from "../../src/markdown/markdown-stream.ts";
import { specExamples } from "../support/markdown/spec-examples.ts";
import { specHtml } from "../support/markdown/spec-html.ts";

const file = join(import.meta.dirname, "../fixtures/markdown/gfm-examples.txt");
const examples = specExamples(readFileSync(file, "utf8"));

const GFM = { ...SPEC_SYNTAX, gfm: true };

function htmlOf(chunks: readonly string[]): string {
  const stream = streamOf(GFM);
  for (const chunk of chunks) stream.push(chunk);
  stream.end();
  return specHtml(stream.document);
}

describe("the extensions of GFM", () => {
  it("have examples", () => {
    expect(examples).toHaveLength(24);
  });

  it.each(examples)("pass example $number, cut anywhere", ({ markdown, html }) => {
    for (let cut = 0; cut <= markdown.length; cut++) {
      expect(htmlOf([markdown.slice(0, cut), markdown.slice(cut)])).toBe(html);
    }
  });
});
