import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { codeInput } from "../../../labextension/src/view/markdown/code/input.ts";

const lines = fc.array(
  fc.string({ maxLength: 8 }).map((line) => line.replaceAll("\n", " ")),
  {
    minLength: 1,
    maxLength: 12,
  },
);

function inputOf(code: readonly string[], lengthChars = Infinity) {
  const starts: number[] = [];
  let at = 0;
  for (const line of code) {
    starts.push(at);
    at += line.length + 1;
  }
  return codeInput(code, starts, lengthChars);
}

describe("codeInput()", () => {
  it("reads as the joined lines, from any offset", () => {
    fc.assert(
      fc.property(lines, fc.nat(100), fc.nat(100), (code, a, b) => {
        const text = code.join("\n");
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const input = inputOf(code);

        expect(input.length).toBe(text.length);
        expect(input.read(from, to)).toBe(text.slice(from, to));
      }),
    );
  });

  it("returns chunks that are a line break or the rest of a line", () => {
    fc.assert(
      fc.property(lines, (code) => {
        const input = inputOf(code);
        const chunks: string[] = [];
        for (let at = 0; at < input.length; at += chunks.at(-1)?.length ?? 1) {
          chunks.push(input.chunk(at));
        }

        expect(chunks.join("")).toBe(code.join("\n"));
        expect(chunks.filter((chunk) => chunk !== "\n").join("")).toBe(code.join(""));
      }),
    );
  });

  it("finds the line of an offset, in any order", () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(100)), (code, offsets) => {
        const input = inputOf(code);
        const text = code.join("\n");
        for (const offset of offsets.map((one) => one % (text.length + 1))) {
          expect(input.lineAt(offset)).toBe(text.slice(0, offset).split("\n").length - 1);
        }
      }),
    );
  });

  it("ends at the given length, and does not see lines that are added later", () => {
    const code = ["abc", "def"];
    const input = inputOf(code, 5);
    const whole = inputOf(code);
    code.push("ghi");

    expect(input.read(0, 100)).toBe("abc\nd");
    expect(whole.read(0, 100)).toBe("abc\ndef");
  });
});
