import fc from "fast-check";

const space = fc.constantFrom("", "", "", " ", "\n", "\t\r\n ");

const scalar = fc.oneof(
  fc.constantFrom("0", "-0", "12", "-1.50", "1e400", "-1E+2", "2e-7", "0.1e1", "9".repeat(40)),
  fc.constantFrom("true", "false", "null"),
);

/** Parts of JSON strings: plain, escaped, surrogate pairs and halves, and characters that look like an end. */
const inString = fc.oneof(
  fc.constantFrom("a", "é", "漢", "👍", " ", "{", "]", ",", "/", "\u2028"),
  fc.constantFrom("\\n", "\\\\", '\\"', "\\/", "\\b", "\\u0000", "\\u00E9", "\\ud83d\\udc4d"),
  fc.constantFrom("\ud83d", "\udc4d", "\\ud83d", "\\uDC4D", "\ud83d\\udc4d", "\\ud83d\udc4d"),
);
const string = fc.array(inString, { maxLength: 6 }).map((parts) => `"${parts.join("")}"`);

/** Few names, so that some are repeated. */
const name = fc.oneof(string, fc.constantFrom('"a"', '"0"', '"__proto__"', '"\\u005f_proto__"'));

/** JSON in any notation: with any white space, numbers, escapes and repeated keys. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc
    .oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      string,
      fc.array(tie("value"), { maxLength: 4 }).map((values) => `[${values.join(",")}]`),
      fc
        .array(fc.tuple(name, space, tie("value")), { maxLength: 4 })
        .map(
          (entries) =>
            `{${entries.map((entry) => `${entry[1]}${entry[0]}${entry[1]}:${entry[2]}`).join(",")}}`,
        ),
    )
    .chain((value) => fc.tuple(space, space).map(([before, after]) => before + value + after)),
})).value;

/** Characters with a meaning in JSON, and others. */
const sign = fc.oneof(
  fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "/", " ", "\n", '"a":', "true", "null"),
  fc.constantFrom("-", "+", ".", "e", "E", "0", "1", "1.", "a", "u", "n", "\\u", "\\ud83d", "NaN"),
  fc.constantFrom("", "\u0001", "\ufeff", "\u00a0", "\ud83d", "\udc4d", "//"),
);

/** Text that is JSON, almost JSON, or not JSON. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(sign, { maxLength: 12 }).map((parts) => parts.join("")),
  jsonText,
  fc
    .tuple(jsonText, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 2 }), sign)
    .map(([text, position, dropped, added]) => {
      const at = Math.floor(position * text.length);
      return text.slice(0, at) + added + text.slice(at + dropped);
    }),
);
