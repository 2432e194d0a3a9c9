import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { asList, asText, dig } from "../../src/wire/index.ts";
import { filesBelow, listFiles, ROOT, textsOf } from "../support/rooms.ts";

/** Words that make English read as if it were translated. Add what a reader stumbles over. */
const REFUSED = [
  "whoever",
  "whom",
  "nobody",
  "somebody",
  "anybody",
  "heeds?|heeded",
  "blanks?",
  "for ever",
  "by word",
  "in words",
  "in the moment in which",
  "(?:of|on) (?:one's|its|their|his) own",
  "(?:is|are|be|was|were|been) told",
  "sees? to (?:it|that)",
  "hopeless",
  "thereof|whereof|thereby",
  "(?:goes|gone|going) on with",
  "stands? for",
  "learnt|taped",
  "wish(?:es|ed)?",
  "of (?:ours|theirs)",
  "where (?:none|nothing|there (?:is|are))",
] as const;

const refused = new RegExp(String.raw`\b(?:${REFUSED.join("|")})\b`, "giu");

/** Verbs of speech. Code returns, parses, sends, logs and throws. */
const speech = /\b(?:says?|said|saying|asks?|asked|asking|tells?|told|telling)\b/giu;

/** Occurrences of verbs of speech per 1,000 words of comments. */
const MOST_SPEECH = 1.5;

/** Answers of the simulated models are not our English, and this file names the words. */
const EXEMPT = ["src/simulator/answer/corpus.ts", "test/architecture/words.test.ts"];

const code = ["src", "labextension/src", "scripts", "benchmarks", "test"]
  .flatMap(filesBelow)
  .filter((file) => !EXEMPT.includes(file) && !file.startsWith("test/fixtures/"));

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...listFiles("docs", ".md"),
  ...listFiles("notebooks", ".ipynb"),
];

function occurrences(text: string): string[] {
  return Array.from(text.matchAll(refused), ([word]) => word);
}

/** Source of all cells of a notebook, or the text of a page. */
function textOfPage(path: string): string {
  const text = readFileSync(join(ROOT, path), "utf8");
  if (!path.endsWith(".ipynb")) return text;
  return asList(dig(JSON.parse(text), "cells"))
    .flatMap((cell) => {
      const source = dig(cell, "source");
      return asText(source) ?? asList(source).map(String);
    })
    .join("\n");
}

describe("words", () => {
  it.each(code)("of the comments and strings of %s are plain", (file) => {
    expect(textsOf(file).flatMap(occurrences)).toEqual([]);
  });

  it.each(pages)("of %s are plain", (page) => {
    expect(occurrences(textOfPage(page))).toEqual([]);
  });

  it("of speech are rare in comments", () => {
    const comments = ["src", "labextension/src"]
      .flatMap(filesBelow)
      .flatMap(textsOf)
      .filter((text) => text.startsWith("/"))
      .join("\n")
      // Examples are code.
      .replaceAll(/```[\s\S]*?```/gu, "");
    const words = comments.match(/[a-z][a-z'-]*/giu) ?? [];
    const spoken = comments.match(speech) ?? [];

    expect((1000 * spoken.length) / words.length).toBeLessThanOrEqual(MOST_SPEECH);
  });
});
