import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface SpecExample {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

const EXAMPLE = /^`{32} example[^\n]*\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gmu;

/** The examples of a specification, with tabs in place of the arrows that it writes. */
export function specExamples(text: string): SpecExample[] {
  return Array.from(text.matchAll(EXAMPLE), ([, markdown = "", html = ""], index) => ({
    number: index + 1,
    markdown: markdown.replaceAll("→", "\t"),
    html: html.replaceAll("→", "\t"),
  }));
}

const specFile = fileURLToPath(import.meta.resolve("commonmark-spec/spec.txt"));

/** The examples of CommonMark 0.31.2. */
export const SPEC_EXAMPLES: readonly SpecExample[] = specExamples(readFileSync(specFile, "utf8"));
