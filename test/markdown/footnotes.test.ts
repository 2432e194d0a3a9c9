import { describe, expect, it } from "vitest";

import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";

describe("footnotes", () => {
  it("are not referenced by text that turned out to be a link definition", () => {
    const stream = markdownStream();
    // The label is looked up while the second line may still be text.
    for (const chunk of ["[a]: \n", "*[^1]:", " \n", "\n[^1]: x\n"]) stream.push(chunk);
    stream.end();

    expect(stream.document.footnotes).toEqual([]);
  });

  it("are numbered by first use, not by definition", () => {
    const { footnotes } = parseMarkdown("a[^b] b[^a]\n\n[^a]: A\n\n[^b]: B\n");

    expect(footnotes.map(({ label }) => label)).toEqual(["b", "a"]);
  });
});
