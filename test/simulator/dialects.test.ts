import { describe, expect, it } from "vitest";

import { dialects } from "../../src/simulator/dialects.ts";
import { codeOf, filesBelow } from "../support/rooms.ts";

const names = filesBelow("src/simulator/dialects").flatMap((file) =>
  Array.from(codeOf(file).matchAll(/^export const (\w+): Dialect\b/gm), ([, name = ""]) => name),
);

const listed = codeOf("src/simulator/dialects.ts");

/** Those whose answers are no conversation, which no adapter reads; their official SDK does. */
const withoutAdapter = ["openAiSpeechDialect"];

const tests = filesBelow("test/simulator/dialects").map(codeOf);

describe("dialects", () => {
  it("have names of their own", () => {
    expect(new Set(dialects.map(({ id }) => id)).size).toBe(names.length);
  });

  it.each(names)("hold %s", (name) => {
    expect(listed).toMatch(new RegExp(String.raw`\b${name}\b`));
  });

  it.each(names.filter((name) => !withoutAdapter.includes(name)))(
    "%s is read by its adapter",
    (name) => {
      const calls = tests.filter((code) => code.includes("itSpeaksBothEnds("));

      expect(calls.filter((code) => code.includes(`"${name}`))).not.toEqual([]);
    },
  );
});
