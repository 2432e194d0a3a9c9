import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isStreamError } from "../../src/events/index.ts";
import { dig, isCutOffJson, partialJson } from "../../src/wire/index.ts";
import { anyText, jsonText } from "./json-texts.ts";

/** Snapshots of the value after each chunk. */
function shownAfter(chunks: Iterable<string>): unknown[] {
  const json = partialJson();
  return Array.from(chunks, (chunk) => {
    json.push(chunk);
    return json.snapshot();
  });
}

/** The UTF-16 code units of a text, so that pairs are split. */
const unitsOf = (text: string): string[] => text.split("");

/** The result of `JSON.parse`: the value, or a failure. */
function parsed(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return "refused";
  }
}

function finished(chunks: readonly string[]): unknown {
  const json = partialJson();
  for (const chunk of chunks) json.push(chunk);
  try {
    return { value: json.finish() };
  } catch (error) {
    if (isStreamError(error) && error.failure.code === "malformed-payload") return "refused";
    throw error;
  }
}

/** Whether `later` extends `earlier`. */
function extendsIt(later: unknown, earlier: unknown): boolean {
  if (earlier === undefined) return true;
  if (typeof earlier === "string") return typeof later === "string" && later.startsWith(earlier);
  if (typeof earlier !== "object" || earlier === null) return Object.is(later, earlier);
  if (typeof later !== "object" || later === null) return false;
  if (Array.isArray(earlier) !== Array.isArray(later)) return false;
  return Object.keys(earlier).every(
    (key) => Object.hasOwn(later, key) && extendsIt(dig(later, key), dig(earlier, key)),
  );
}

describe("isCutOffJson()", () => {
  it("is true for every start of an object, and for nothing else", { timeout: 20_000 }, () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const text = JSON.stringify(value);
        const starts = Array.from({ length: text.length }, (_, end) => text.slice(0, end));
        expect(starts.filter((start) => !isCutOffJson(start))).toEqual([]);
        expect(isCutOffJson(text)).toBe(false);
        expect(isCutOffJson(`${text}}`)).toBe(false);
      }),
    );
  });
});

describe("partialJson()", () => {
  it("shows what is certain, character by character", () => {
    expect(
      shownAfter(['{"', 'a"', ":", '"', "x", '"', ',"b":', "[", "1", "2", ",", "tru", "e", "]}"]),
    ).toEqual([
      {},
      {},
      {},
      { a: "" },
      { a: "x" },
      { a: "x" },
      { a: "x" },
      { a: "x", b: [] },
      { a: "x", b: [] },
      { a: "x", b: [] },
      { a: "x", b: [12] },
      { a: "x", b: [12] },
      { a: "x", b: [12, true] },
      { a: "x", b: [12, true] },
    ]);
  });

  it.each([
    [
      "a number, until something follows it",
      ["1", "2", "e", "1", " "],
      [undefined, undefined, undefined, undefined, 120],
    ],
    ["a word, until its last letter", ["n", "ul", "l"], [undefined, undefined, null]],
    ["an escape, until its last sign", ['"\\', "u00", "e", "9"], ["", "", "", "é"]],
    ["a first half, until its second", ['"a\ud83d', "\udc4d"], ["a", "a👍"]],
    [
      "an escaped first half, until its second",
      ['"\\ud83d', "\\", "udc4", "d"],
      ["", "", "", "👍"],
    ],
    [
      "a first half, until something else shows that it is alone",
      ['"\\ud83d', "b"],
      ["", "\ud83db"],
    ],
    [
      "a first half, until the string's end shows that it is alone",
      ['"\ud83d', '"'],
      ["", "\ud83d"],
    ],
    [
      "a first half before another, whose second comes",
      ['"\ud83d\ud83d', "\udc4d"],
      ["\ud83d", "\ud83d👍"],
    ],
    ["a key, until its value begins", ['{"a', 'b":', "["], [{}, {}, { ab: [] }]],
  ])("holds back %s", (_what, chunks, shown) => {
    expect(shownAfter(chunks)).toEqual(shown);
  });

  it.each([
    ["the wrong bracket", ["[1}", '{"a":1]', "[}", "{]", "[", "]", "{}}"]],
    ["a comma too many", ["[1,]", "[,1]", "[1,,2]", '{"a":1,}', "{,}", "1,"]],
    [
      "a part that is missing",
      ["{1:2}", '{"a"}', '{"a":}', '{"a" 1}', "[1 2]", '["a" "b"]', "[:]"],
    ],
    [
      "a number that is none",
      ["01", "-", "+1", "1.", ".1", "1e", "1e+", "--1", "1-2", "0x1", "-a", "1_0"],
    ],
    ["a word that is none", ["tru", "truee", "True", "nul", "NaN", "Infinity", "undefined"]],
    [
      "a string that is none",
      ["'a'", '"a', '"\\x"', '"\\u12g4"', '"\\', '"\t"', '"\u001f"', '"\0"'],
    ],
    ["white space that is none", ["\ufeff1", "\u00a01", "1\v", "[\f]", "\u20281"]],
    ["comments", ["//\n1", "1/**/", "[1]#"]],
    ["two values", ["{}{}", "null null", "null t", "1 2", '"a""b"']],
    ["nothing", ["", " "]],
    [
      "signs that may stand in strings",
      ['"\u007f\u2028\u2029\ufeff"', '"\\/\\b\\f\\n\\r\\t\\\\\\""'],
    ],
    [
      "numbers at the edge",
      ["-0", "-0.0e-0", "1e400", "-1E400", "5e-324", "1e-400", "9".repeat(30)],
    ],
  ])("agrees with JSON.parse about %s", (_what, texts) => {
    expect(texts.map((text) => finished(unitsOf(text)))).toEqual(texts.map(parsed));
  });

  it("agrees with JSON.parse, errors included, at every split", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const expected = parsed(text);
        for (let cut = 0; cut <= text.length; cut++) {
          expect(finished([text.slice(0, cut), text.slice(cut)])).toEqual(expected);
        }
        expect(finished(unitsOf(text))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the key order of JSON.parse", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(JSON.stringify(finished([text]))).toBe(JSON.stringify(parsed(text)));
      }),
    );
  });

  it("does not depend on how the text was split", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const units = shownAfter(unitsOf(text));
        for (let cut = 1; cut <= text.length; cut++) {
          expect(shownAfter([text.slice(0, cut)])).toEqual([units[cut - 1]]);
        }
      }),
    );
  });

  it("only ever extends what it has shown", () => {
    const values = fc.jsonValue({ stringUnit: "binary" }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.oneof(values, values.map(escaped)), (text) => {
        const shown = [...shownAfter(unitsOf(text)), finishedValue(text)];
        const regressed = shown.filter((value, index) => !extendsIt(value, shown[index - 1]));

        expect(regressed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("never shows half of a surrogate pair that is completed later", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (text, escapes) => {
        const written = escapes ? escaped(JSON.stringify(text)) : JSON.stringify(text);

        for (const value of shownAfter(unitsOf(written))) {
          expect(String(value).isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it("keeps the last value of a repeated key, at the position of the first", () => {
    const json = partialJson();
    json.push('{"a":"first","b":1,"a":"');

    expect(JSON.stringify(json.value)).toBe('{"a":"","b":1}');
  });

  it("treats __proto__ as an ordinary key, however it is escaped", () => {
    const json = partialJson();
    json.push('{"__proto__":{"polluted":true},"a":{"\\u005f_proto__":[1,');

    expect(dig(json.value, "__proto__", "polluted")).toBe(true);
    expect(dig(json.value, "a", "__proto__", 0)).toBe(1);
    expect(dig(json.snapshot(), "a", "__proto__", 0)).toBe(1);
    expect(Object.getPrototypeOf(json.value)).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each(["constructor", "toString", "hasOwnProperty", "length", ""])(
    "takes %o for a key like any other",
    (key) => {
      expect(finishedValue(JSON.stringify({ [key]: [1] }))).toEqual({ [key]: [1] });
    },
  );

  it("fails as soon as text cannot be JSON, and keeps the value before", () => {
    const json = partialJson();
    json.push('{"a":"x","b":"yz\n"');
    json.push(',"c":1}');

    expect(json.failure).toEqual({
      code: "malformed-payload",
      payload: '{"a":"x","b":"yz\n"',
    });
    expect(json.value).toEqual({ a: "x", b: "yz" });
    expect(() => json.finish()).toThrow("The provider sent invalid JSON");
  });

  it.each([
    ["a misplaced sign", ["[1", ",,2]"], 'Unexpected "," at character 3'],
    ["a number that is none", ["[01", "]"], 'Unexpected "]" at character 3'],
    ["the end of the text", ['{"a":', "[1"], "Unexpected end at character 7"],
    ["nothing but white space", [" \n"], "Unexpected end at character 2"],
  ])("reports the position of %s", (_what, chunks, message) => {
    const json = partialJson();
    for (const chunk of chunks) json.push(chunk);

    expect(() => json.finish()).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message }) }),
    );
  });

  it("has no failure while the text may still become JSON", () => {
    const json = partialJson();
    json.push('{"a":[1,tr');

    expect(json.failure).toBeUndefined();
  });

  it("finishes a number that nothing follows", () => {
    expect(finishedValue("-0")).toBe(-0);
  });

  it("returns the same when it is finished twice", () => {
    const json = partialJson();
    json.push("[1]");

    expect(json.finish()).toBe(json.finish());
  });

  it("rejects nesting beyond its limit, unlike JSON.parse", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    const json = partialJson();
    json.push(nested(513));

    expect(finished([nested(512)])).toEqual(parsed(nested(512)));
    expect(() => json.finish()).toThrow(
      expect.objectContaining({ cause: new SyntaxError("Nested deeper than 512") }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("rejects a depth limit of %s", (maxDepth) => {
    expect(() => partialJson({ maxDepth })).toThrow(RangeError);
  });

  it("shows the same objects each time, extended", () => {
    const json = partialJson();
    json.push('{"a":["x');
    const first = json.value;
    json.push('y",1]}');

    expect(json.value).toBe(first);
    expect(first).toEqual({ a: ["xy", 1] });
  });

  describe("snapshot()", () => {
    it("returns what no later chunk changes", () => {
      fc.assert(
        fc.property(jsonText, (text) => {
          const json = partialJson();
          const steps = unitsOf(text).map((unit) => {
            json.push(unit);
            const snapshot = json.snapshot();
            return { snapshot, text: JSON.stringify(snapshot) };
          });

          expect(steps.map(({ snapshot }) => JSON.stringify(snapshot))).toEqual(
            steps.map((one) => one.text),
          );
        }),
      );
    });

    it("shares what is closed and copies what is open", () => {
      const json = partialJson();
      json.push('{"closed":{"a":1},"open":[{"b":2},{');
      const [before, after] = [json.snapshot(), json.snapshot()];

      expect(dig(after, "closed")).toBe(dig(before, "closed"));
      expect(dig(after, "open", 0)).toBe(dig(before, "open", 0));
      expect(dig(after, "open")).not.toBe(dig(before, "open"));
      expect(dig(after, "open", 1)).not.toBe(dig(before, "open", 1));
    });

    it("returns the value itself once it is complete", () => {
      const json = partialJson();
      json.push("[1]");

      expect(json.snapshot()).toBe(json.value);
    });
  });

  // A parser that starts again with each delta takes minutes for each of these.
  it.each([
    {
      what: "tool arguments of 116,667 characters",
      text: textOf("0123456789", 116_667),
      deltaChars: 1,
    },
    { what: "1 MB of text", text: textOf("word ", 1_000_000), deltaChars: 4 },
    { what: "1 MB of escapes", text: textOf("\n", 1_000_000), deltaChars: 4 },
    { what: "100,000 rows", text: `[${'{"id":1},'.repeat(100_000)}1]`, deltaChars: 4 },
    { what: "100,000 keys", text: textOfKeys(100_000), deltaChars: 4 },
    { what: "a number of 1 MB", text: "1".repeat(1_000_000), deltaChars: 4 },
    { what: "1 MB of white space", text: `[1${" ".repeat(1_000_000)}]`, deltaChars: 4 },
  ])("takes $what in deltas of $deltaChars, and shows its value after each", (sample) => {
    const { text, deltaChars } = sample;
    const json = partialJson();
    let shown: unknown;
    for (let from = 0; from < text.length; from += deltaChars) {
      json.push(text.slice(from, from + deltaChars));
      shown = json.value;
    }

    expect(json.finish()).toEqual(JSON.parse(text));
    expect(shown === undefined || shown === json.value).toBe(true);
  });
});

/** An object with one text, that is written in about so many characters. */
function textOf(part: string, lengthChars: number): string {
  const writtenChars = JSON.stringify(part).length - '""'.length;
  return JSON.stringify({ text: part.repeat(Math.ceil(lengthChars / writtenChars)) });
}

function textOfKeys(count: number): string {
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: count }, (_, id) => [`k${id}`, id])),
  );
}

function finishedValue(text: string): unknown {
  return dig(finished([text]), "value");
}

/** The same JSON with every unit beyond ASCII escaped. */
function escaped(text: string): string {
  return text.replaceAll(
    /[^\0-\u007f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
