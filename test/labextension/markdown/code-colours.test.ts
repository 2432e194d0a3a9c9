import type { Parser } from "@lezer/common";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

import { codeColours } from "../../../labextension/src/view/markdown/code/colours.ts";
import type { ColouredRun } from "../../../labextension/src/view/markdown/code/lines.ts";

const IN_TIME = () => false;

/** Fragments of code that change the meaning of what precedes or follows them. */
const fragments = fc.array(
  fc.constantFrom(
    "let a",
    " = ",
    "`b",
    "`",
    "${",
    "}",
    "/*",
    "*/",
    "// c",
    "\n",
    "f(",
    ") {\n",
    '"',
    "1;\n",
  ),
  { minLength: 1, maxLength: 30 },
);

/** A code block whose lines keep the last colours that they were painted with. */
function fakeBlock(parser: Parser) {
  const lines: string[] = [];
  const painted: (readonly ColouredRun[])[] = [];
  const log: number[] = [];
  const colours = codeColours(lines, {
    parser,
    view: {
      update() {},
      paint(index, runs) {
        painted[index] = runs;
        log.push(index);
      },
    },
  });
  return {
    colours,
    painted,
    /** Indexes of the painted lines. */
    log,
    append(text: string) {
      const [rest = "", ...more] = text.split("\n");
      const keep = Math.max(0, lines.length - 1);
      if (lines.length === 0) lines.push("");
      lines[lines.length - 1] += rest;
      lines.push(...more);
      colours.change(keep);
    },
    finish() {
      while (!colours.run(true, IN_TIME));
    },
  };
}

describe("codeColours()", () => {
  let parser: Parser;
  beforeAll(async () => {
    // In a variable: the package belongs to JupyterLab.
    const name = "@lezer/javascript";
    parser = (await import(name)).parser;
  });

  it("ends with the colours of the whole code, however the code grew", () => {
    fc.assert(
      fc.property(fragments, fc.array(fc.boolean()), (parts, runs) => {
        const grown = fakeBlock(parser);
        for (const [index, part] of parts.entries()) {
          grown.append(part);
          if (runs[index] === true) grown.colours.run(false, IN_TIME);
          // A run that is late at once leaves its parse for later.
          else grown.colours.run(false, () => true);
        }
        grown.finish();
        const whole = fakeBlock(parser);
        whole.append(parts.join(""));
        whole.finish();

        expect(grown.painted).toEqual(whole.painted);
      }),
    );
  });

  it("paints only lines that changed when code is appended", () => {
    const block = fakeBlock(parser);
    block.append("const a = `b`; // c\n".repeat(1_000));
    block.colours.run(false, IN_TIME);
    block.log.length = 0;
    block.append("const last = 1;\n");
    block.colours.run(false, IN_TIME);

    expect(block.log.length).toBeLessThan(50);
    expect(block.painted[1_000]?.map(({ classes }) => classes)).toContain("mr-hl-keyword");
  });

  it("colours no more than the first 200,000 characters", () => {
    const block = fakeBlock(parser);
    block.append("let a = 1;\n".repeat(30_000));
    block.finish();

    expect(block.painted[10_000]).not.toEqual([]);
    expect(block.painted[29_000]).toEqual([]);
  });

  it("stops when it is late", () => {
    const block = fakeBlock(parser);
    block.append("let a = 1;\n".repeat(1_000));

    expect(block.colours.run(false, () => true)).toBe(false);
    expect(block.log).toEqual([]);
  });
});
