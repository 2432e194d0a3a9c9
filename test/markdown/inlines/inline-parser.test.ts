import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { linkDefinition } from "../../../src/markdown/inlines/link-parts.ts";
import { NO_REFERENCES, type References } from "../../../src/markdown/inlines/references.ts";
import type { Inline } from "../../../src/markdown/tree.ts";

const references: References = {
  link: (label) => (label === "DOCS" ? { href: "/docs", title: undefined } : undefined),
  footnote: (label) => (label === "NOTE" ? 1 : undefined),
};

/** Inlines in a short form: `*` strong, `/` emphasis, `-` strikethrough, `$` math. */
function shape(source: string): string {
  return parseInlines(source, references).map(shapeOf).join("");
}

function shapeOf(inline: Inline): string {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "soft-break":
      return "⏎";
    case "hard-break":
      return "⏎⏎";
    case "code":
      return `⟨code ${inline.text}⟩`;
    case "math":
      return `⟨${inline.isDisplay ? "display" : "math"} ${inline.text}⟩`;
    case "link":
      return `⟨link ${inline.href}: ${inline.children.map(shapeOf).join("")}⟩`;
    case "image":
      return `⟨image ${inline.src}: ${inline.alt}⟩`;
    case "footnote-reference":
      return `⟨note ${inline.number}⟩`;
    case "html":
      return `⟨html⟩`;
    default:
      return `⟨${inline.type} ${inline.children.map(shapeOf).join("")}⟩`;
  }
}

describe("parseInlines()", () => {
  it.each([
    ["a *b **c** d* e", "a ⟨emphasis b ⟨strong c⟩ d⟩ e"],
    ["~~a~~ ~b~ ~~~c~~~", "⟨strikethrough a⟩ ⟨strikethrough b⟩ ~~~c~~~"],
    ["a\\\nb  \nc\nd", "a⏎⏎b⏎⏎c⏎d"],
    ["[Docs] [x][docs] [Docs][]", "⟨link /docs: Docs⟩ ⟨link /docs: x⟩ ⟨link /docs: Docs⟩"],
    ["a[^note] b[^none]", "a⟨note 1⟩ b[^none]"],
    ["!a ![b *c*](/d)", "!a ⟨image /d: b c⟩"],
    ["`` a`b `` \\* &amp;", "⟨code a`b⟩ * &"],
    ["a <b>c</b> d<br>e<br/>f", "a <b>c</b> d⏎⏎e⏎⏎f"],
  ])("parses %j", (source, expected) => {
    expect(shape(source)).toBe(expected);
  });
});

describe("linkDefinition()", () => {
  it("ends before what is no title", () => {
    expect(linkDefinition('[foo]: /url\n"title" ok', 0)).toEqual({
      label: "FOO",
      href: "/url",
      title: undefined,
      end: 12,
    });
  });

  it("needs a destination", () => {
    expect(linkDefinition("[foo]:", 0)).toBeUndefined();
    expect(parseInlines("[foo]:", NO_REFERENCES)).toEqual([{ type: "text", text: "[foo]:" }]);
  });
});
