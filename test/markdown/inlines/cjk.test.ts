import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { NO_REFERENCES } from "../../../src/markdown/inlines/references.ts";
import { SPEC_SYNTAX } from "../../../src/markdown/inlines/syntax.ts";
import type { Inline } from "../../../src/markdown/tree.ts";

/** What is strong, and what is not. */
function partsOf(inlines: readonly Inline[]): string[] {
  return inlines.map((inline) => {
    if (inline.type === "text" || inline.type === "code") return inline.text;
    return "children" in inline ? `${inline.type}(${partsOf(inline.children).join("")})` : "";
  });
}

describe("parseInlines()", () => {
  it.each([
    ["**注意：**这是", ["strong(注意：)", "这是"]],
    ["他说**“好”**，", ["他说", "strong(“好”)", "，"]],
    ["加粗**（说明）**后面", ["加粗", "strong(（说明）)", "后面"]],
    ["用**`code`**的", ["用", "strong(code)", "的"]],
    ["**a：**b。这是**“c”**。", ["strong(a：)", "b。这是", "strong(“c”)", "。"]],
    ["日本語**「強調」**です", ["日本語", "strong(「強調」)", "です"]],
    ["한국어**강조(예)**입니다", ["한국어", "strong(강조(예))", "입니다"]],
    ["𠮷**“a”**𠮷", ["𠮷", "strong(“a”)", "𠮷"]],
    ["旧~~（价）~~新", ["旧", "strikethrough(（价）)", "新"]],
    ["约3~5天，2 ** 3，* 项", ["约3~5天，2 ** 3，* 项"]],
  ])("finds the emphasis between characters without spaces in %j", (source, parts) => {
    expect(partsOf(parseInlines(source, NO_REFERENCES))).toEqual(parts);
  });

  it("keeps the rules of CommonMark elsewhere", () => {
    const source = "**注意：**这是";

    expect(partsOf(parseInlines(source, NO_REFERENCES, SPEC_SYNTAX))).toEqual([source]);
    expect(partsOf(parseInlines("**Note:**text", NO_REFERENCES))).toEqual(["**Note:**text"]);
  });
});
