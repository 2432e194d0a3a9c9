import { describe, expect, it } from "vitest";

import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";
import { copiedTree, plainTree, treeCopy } from "../support/markdown/tree-copy.ts";

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

  it("are listed anew rarely if there are many", () => {
    const stream = markdownStream();
    stream.push("[^0]\n\n");
    stream.changes();
    let lists = 0;
    for (let count = 0; count < 2_000; count++) {
      stream.push(`[^${count}]: b[^${count + 1}]\n`);
      if (stream.changes().some(({ node }) => node === stream.document)) lists += 1;
    }
    expect(lists).toBeLessThan(200);

    stream.end();
    expect(stream.document.footnotes).toHaveLength(2_000);
  });

  it("are listed in another array when they change, and only then", () => {
    const stream = markdownStream();
    const before = stream.document.footnotes;
    stream.push("a[^1]\n\n[^1]: x\n\n");
    const { footnotes } = stream.document;
    stream.push("text\n\n");

    expect(footnotes).not.toBe(before);
    expect(stream.document.footnotes).toBe(footnotes);
  });

  it("reach a copy by changes if there are many, in any order", () => {
    const uses = Array.from({ length: 100 }, (_, index) => `[^${index}] `).join("");
    const notes = Array.from({ length: 100 }, (_, index) => `[^${99 - index}]: a\n\n    b\n`);
    const stream = markdownStream();
    const copy = treeCopy(stream.document);
    for (const chunk of [
      uses,
      "\n\n",
      ...notes.flatMap((note) => [note.slice(0, 9), note.slice(9)]),
    ]) {
      stream.push(chunk);
      copy.apply(stream.changes());
      expect(copiedTree(copy.root)).toEqual(plainTree(stream.document));
    }
    stream.end();
    copy.apply(stream.changes());

    expect(copiedTree(copy.root)).toEqual(plainTree(parseMarkdown(uses + "\n\n" + notes.join(""))));
  });
});
