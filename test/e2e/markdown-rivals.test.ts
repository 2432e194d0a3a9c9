import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { markdownAnswer, markdownDeltas } from "../../benchmarks/workloads/markdown-answer.ts";
import { openRivalPage, type RivalPage } from "../../benchmarks/workloads/rival-pages.ts";
import { parseMarkdown } from "../../src/markdown/index.ts";
import { seededRandom } from "../../src/stats/index.ts";

let page: RivalPage;

beforeAll(async () => {
  page = await openRivalPage();
});

afterAll(() => page.close());

describe("the benchmark of views", () => {
  it.each(["millrace", "blocks", "whole"] as const)("times what %s shows", async (rival) => {
    const text = markdownAnswer(2_000, seededRandom(1));
    const deltas = markdownDeltas(25, seededRandom(2));
    // It throws if a delta is not visible once it was painted.
    const times = await page.paintTimesMs({ rival, text, deltas, warmUp: 5 });

    expect(times).toHaveLength(20);
  });

  it("has an answer with all kinds of blocks", () => {
    const { children } = parseMarkdown(markdownAnswer(5_000, seededRandom(1)));

    expect([...new Set(children.map(({ type }) => type))].toSorted()).toEqual([
      "code",
      "heading",
      "list",
      "paragraph",
      "table",
    ]);
  });
});
