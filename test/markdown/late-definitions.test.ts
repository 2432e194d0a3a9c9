import { describe, expect, it } from "vitest";

import { type MarkdownDocument, markdownStream } from "../../src/markdown/index.ts";

function linksIn({ children }: MarkdownDocument): number {
  return children.filter((block) => block.type === "paragraph" && block.inlines[0]?.type === "link")
    .length;
}

describe("a late definition", () => {
  it("changes only the paragraphs that refer to it", () => {
    const stream = markdownStream();
    stream.push(`${"text\n\n".repeat(100)}[a]\n\n[b]\n\n`);
    stream.changes();
    stream.push("[a]: /u\n\n");
    const changed = stream.changes().map(({ node }) => node);

    expect(changed).toEqual([stream.document.children[100]]);
  });

  it("changes a bounded number of paragraphs at once, and all of them by the end", () => {
    const stream = markdownStream();
    stream.push("[a]\n\n".repeat(10_000));
    stream.push("[a]: /u\n\n");
    expect(linksIn(stream.document)).toBeLessThan(1_000);

    for (let delta = 0; delta < 100; delta++) stream.push("x");
    const linked = linksIn(stream.document);
    expect(linked).toBeGreaterThan(1_000);
    expect(linked).toBeLessThan(10_000);

    stream.end();
    expect(linksIn(stream.document)).toBe(10_000);
  });
});
