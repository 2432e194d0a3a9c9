import { marked } from "marked";
import { describe, expect, it } from "vitest";

import { encodeGaps } from "../../src/protocols/gap-code.ts";
import {
  documentOf,
  emptyDocument,
  exportHtml,
  exportJson,
  exportMarkdown,
} from "../../src/protocols/index.ts";
import { htmlProblems } from "../support/harm/html-problems.ts";
import { hostileDocument } from "../support/hostile/documents.ts";
import { hostileOutputs } from "../support/hostile/index.ts";

const EMPTY = documentOf(emptyDocument({ session: "k", id: "s", model: "m-1" }));

/** What is in the body of an exported page. */
function bodyOf(page: string): string {
  const [, body = ""] = /<body>(.*)<\/body>/su.exec(page) ?? [];
  return body.replaceAll('<details class="prompt" open>', "<details>");
}

describe("exportHtml()", { timeout: 60_000 }, () => {
  it("is a page with prompt, answer and figures, in light and dark", () => {
    const page = exportHtml({ ...EMPTY, title: "A & B", prompt: "Why?", text: "**Because**" });

    expect(page).toContain("<title>A &amp; B</title>");
    expect(page).toContain("<pre>Why?</pre>");
    expect(page).toContain("<strong>Because</strong>");
    expect(page).toContain("color-scheme: light dark");
    expect(page).toContain("default-src 'none'");
  });

  it("is harmless for every hostile output", () => {
    const harmful = hostileOutputs.flatMap((output) => {
      const page = exportHtml(hostileDocument(output));
      return page.split("<body>").length === 2 ? htmlProblems(bodyOf(page)) : ["another body"];
    });

    expect(harmful).toEqual([]);
  });
});

describe("exportMarkdown()", () => {
  it("is the answer exactly as the model wrote it", () => {
    const text = "```ts\nlet a\r\n\u0000 without end";

    expect(exportMarkdown({ ...EMPTY, title: "Title", reasoning: "Hm.", text })).toBe(text);
  });

  it("has tool calls as code if there is no text", () => {
    const toolCalls = [{ id: "c", name: "run", text: '{"code":"```a```"}' }];
    const [code] = marked.lexer(exportMarkdown({ ...EMPTY, toolCalls }));

    expect(code).toMatchObject({ type: "code", text: '→ run {"code":"```a```"}' });
  });
});

describe("exportJson()", () => {
  it("has the times of all parts in milliseconds", () => {
    const gaps = encodeGaps({ gapsMs: [200, 12.5], isGapOrderKnown: true });

    expect(JSON.parse(exportJson({ ...EMPTY, text: "ab", gaps }))).toMatchObject({
      text: "ab",
      model: "m-1",
      gapsMs: [200, 12.5],
      isGapOrderKnown: true,
    });
  });
});
