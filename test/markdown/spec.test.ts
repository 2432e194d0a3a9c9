import { describe, expect, it } from "vitest";

import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";
import { SPEC_EXAMPLES } from "../support/markdown/spec-examples.ts";
import { specHtml } from "../support/markdown/spec-html.ts";

describe("parseMarkdown() in the mode of the specification", () => {
  it("is tested with all examples", () => {
    expect(SPEC_EXAMPLES).toHaveLength(652);
  });

  it.each(SPEC_EXAMPLES)("passes example $number", ({ markdown, html }) => {
    expect(specHtml(parseMarkdown(markdown, { mode: "spec" }))).toBe(html);
  });
});

describe("markdownStream()", () => {
  it.each(SPEC_EXAMPLES)("equals one parse of example $number, cut anywhere", ({ markdown }) => {
    for (const mode of ["spec", "model"] as const) {
      const whole = JSON.stringify(parseMarkdown(markdown, { mode }));
      for (let cut = 0; cut <= markdown.length; cut++) {
        const stream = markdownStream({ mode });
        stream.push(markdown.slice(0, cut));
        stream.push(markdown.slice(cut));
        stream.end();

        expect(JSON.stringify(stream.document), `cut at ${cut}`).toBe(whole);
      }
    }
  });
});
