import { describe, expect, it } from "vitest";

import { filesBelow, importsOf, roomOf, wordlessCodeOf } from "../support/rooms.ts";

const files = filesBelow("src");
const labextensionFiles = filesBelow("labextension/src");

/** Every occurrence of `forbidden` in a file's code. */
function occurrences(file: string, forbidden: RegExp): string[] {
  return Array.from(wordlessCodeOf(file).matchAll(forbidden), ([match]) => match);
}

describe("reach", () => {
  const time =
    /\b(?:performance\.|Date\.now|new Date\(\)|setTimeout\(|setInterval\(|setImmediate\(|requestAnimationFrame\(|process\.hrtime|AbortSignal\.timeout)/g;

  it.each(files.filter((file) => roomOf(file) !== "clock"))(
    "%s takes its time from a Clock",
    (file) => {
      expect(occurrences(file, time)).toEqual([]);
      expect(importsOf(file).filter((name) => name.startsWith("node:timers"))).toEqual([]);
    },
  );

  const chance =
    /\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b/g;

  it.each(files.filter((file) => file !== "src/stats/random.ts"))(
    "%s takes its chance from a seed",
    (file) => {
      expect(occurrences(file, chance)).toEqual([]);
    },
  );

  const terminal = /\bprocess\.(?:stdout|stderr|stdin)\b|\bconsole\./g;

  it.each(files.filter((file) => roomOf(file) !== "cli"))(
    "%s leaves the terminal alone",
    (file) => {
      expect(occurrences(file, terminal)).toEqual([]);
    },
  );

  it.each([...files, ...filesBelow("scripts")])("%s has no default export", (file) => {
    expect(occurrences(file, /\bexport default\b/g)).toEqual([]);
  });

  const markup = /\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/g;

  it.each([...files, ...labextensionFiles])("%s builds no DOM from markup", (file) => {
    expect(occurrences(file, markup)).toEqual([]);
  });
});
