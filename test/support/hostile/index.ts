import { autolinks } from "./autolinks.ts";
import { characters } from "./characters.ts";
import { code } from "./code.ts";
import { depth } from "./depth.ts";
import { elements } from "./elements.ts";
import { entities } from "./entities.ts";
import { footnotes } from "./footnotes.ts";
import { frontEnds } from "./front-ends.ts";
import { htmlParsing } from "./html-parsing.ts";
import { htmlPositions } from "./html-positions.ts";
import { images } from "./images.ts";
import { length } from "./length.ts";
import { links } from "./links.ts";
import type { Family } from "./marks.ts";
import { math } from "./math.ts";
import { type HostileParts, hostileParts } from "./parts.ts";
import { references } from "./references.ts";
import { tables } from "./tables.ts";
import { terminals } from "./terminals.ts";

export type { HostileParts } from "./parts.ts";

/** What a model, a provider or a prompt may contain to attack the program that shows it. */
export interface HostileOutput {
  /** Family and name, unique. */
  readonly name: string;
  /** The answer. */
  readonly text: string;
  readonly parts: HostileParts;
}

const FAMILIES: Readonly<Record<string, Family>> = {
  "HTML element": elements,
  "HTML parsing": htmlParsing,
  "HTML position": htmlPositions,
  code,
  math,
  table: tables,
  footnote: footnotes,
  link: links,
  reference: references,
  autolink: autolinks,
  image: images,
  entity: entities,
  character: characters,
  terminal: terminals,
  "front end": frontEnds,
  depth,
  length,
};

const answers = Object.entries(FAMILIES).flatMap(([family, outputs]) =>
  Object.entries(outputs).map(([name, text]) => ({ name: `${family}: ${name}`, text, parts: {} })),
);

const others = Object.entries(hostileParts).map(([name, parts]) => ({
  name: `part: ${name}`,
  text: "An answer",
  parts,
}));

/**
 * Outputs that try to run a script, reach `hostile.invalid` or leave a dangerous link in programs that show them. A
 * script that runs appends the output's index to `globalThis.hacked`.
 */
export const hostileOutputs: readonly HostileOutput[] = [...answers, ...others].map(
  ({ name, text, parts }, index) => {
    const numbered = (hostile: string) => hostile.replaceAll("CASE", String(index));
    const entries = Object.entries<string>(parts).map(([part, value]) => [part, numbered(value)]);
    return { name, text: numbered(text), parts: Object.fromEntries(entries) };
  },
);

/** The hostile answers, without those that are only large: for tests that parse each of them many times. */
export const hostileAnswers: readonly string[] = hostileOutputs
  .filter(({ name, text }) => !name.startsWith("part:") && text.length < 4_000)
  .map(({ text }) => text);
