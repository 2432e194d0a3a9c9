import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { neutralMarkdown } from "../../src/protocols/index.ts";

describe("neutralMarkdown()", () => {
  it.each([
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"],
    ["![beacon](https://evil/x.png)", "[beacon](https://evil/x.png)"],
    ["a `<b>` and ``c <d>`` <e>", "a `<b>` and ``c <d>`` &lt;e>"],
    ["``c ` <d>``", "``c ` &lt;d>``"],
    ["```html\n<b>\n```\n<i>", "```html\n<b>\n```\n&lt;i>"],
    ["~~~\n<b>", "~~~\n<b>"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["`open <b>", "`open &lt;b>"],
    ["> ```\n<b>", "> ```\n&lt;b>"],
    ["- ```\n<b>\n", "- ```\n&lt;b>\n"],
    ["`a\n<b>`", "`a\n&lt;b>`"],
    ["plain *text*, 漢字 👍", "plain *text*, 漢字 👍"],
  ])("makes %j into %j", (text, neutral) => {
    expect(neutralMarkdown(text)).toBe(neutral);
  });

  it("leaves no tag outside of code, whatever the text", () => {
    const pieces = fc.array(
      fc.constantFrom("<b>", "`", "```", "\n", "a", "![", "~~~", "    ", "\\"),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const lines = neutralMarkdown(parts.join("")).split("\n");
        let fenced = false;
        for (const line of lines) {
          if (/^(`{3,}|~{3,})/u.test(line)) fenced = true;
          if (!fenced) expect(line.replaceAll(/(`+)[^`]+\1/gu, "")).not.toContain("<b>");
        }
      }),
    );
  });
});
