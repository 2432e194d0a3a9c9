import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { NO_REFERENCES } from "../../../src/markdown/inlines/references.ts";
import type { Inline } from "../../../src/markdown/tree.ts";

function hrefsIn(inlines: readonly Inline[]): string[] {
  return inlines.flatMap((inline) => {
    if (inline.type === "link") return [inline.href, ...hrefsIn(inline.children)];
    return "children" in inline ? hrefsIn(inline.children) : [];
  });
}

describe("parseInlines()", () => {
  it.each([
    ["see https://a.b/c?d=e#f.", ["https://a.b/c?d=e#f"]],
    ["(www.a.b/c) **http://d.e** _http://f.g_", ["http://www.a.b/c", "http://d.e", "http://f.g"]],
    ["https://a.b/c_(d) (https://a.b/c_(d))", ["https://a.b/c_(d)", "https://a.b/c_(d)"]],
    ["http://localhost:8888/lab", ["http://localhost:8888/lab"]],
    ["详见https://a.b/c。好，http://d.e，", ["https://a.b/c", "http://d.e"]],
    ['{"url":"https://a.b"}', ["https://a.b"]],
    ["a_b+c@d.e-f.gh. x", ["mailto:a_b+c@d.e-f.gh"]],
    ["_a_@b.c and a.b_@c.d", ["mailto:_a_@b.c", "mailto:a.b_@c.d"]],
    ["mailto:a@b.c", ["mailto:a@b.c"]],
    ["[https://a.b](https://c.d)", ["https://c.d"]],
    ["[see https://a.b]", ["https://a.b"]],
    ["https://a.b[^1]", ["https://a.b"]],
    ["www._www._www.a_b.c www. http:// x@ @y a@b xhttp://", []],
    ["`https://a.b` \\https://a_b", []],
    ["ftp://a.b javascript://a.b", []],
    ["npm i react@18.2.0 vue@3.4 @types/node@20.1", []],
  ])("finds the links in %j", (source, hrefs) => {
    expect(hrefsIn(parseInlines(source, NO_REFERENCES))).toEqual(hrefs);
  });
});
