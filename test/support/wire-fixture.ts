import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Collected } from "../../src/events/index.ts";
import { asList, asText, dig, parseJson } from "../../src/wire/index.ts";
import { ROOT } from "./rooms.ts";

/** What one provider sent for one answer, and what it means. */
export interface WireFixture {
  readonly name: string;
  /** What the messages of the stream carry, in order. */
  readonly payloads: readonly unknown[];
  /** As {@link plainly} writes it. */
  readonly expected: unknown;
}

/**
 * The fixtures of one wire, from `test/fixtures/wire`. Each says where its messages come from, when they were
 * taken, and what is not the source's.
 */
export function wireFixtures(wire: string): readonly WireFixture[] {
  const folder = join(ROOT, "test/fixtures/wire", wire);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const fixture = parseJson(readFileSync(join(folder, file), "utf8"));
      for (const field of ["about", "source", "retrieved"]) {
        if (asText(dig(fixture, field)) === undefined) {
          throw new TypeError(`Cannot use ${wire}/${file} as it must say "${field}"`);
        }
      }
      return {
        name: file.replace(/\.json$/, ""),
        payloads: asList(dig(fixture, "payloads")),
        expected: dig(fixture, "expected"),
      };
    });
}

/** What an answer was, as a fixture can say it: what is not known is left out. */
export function plainly({ text, reasoning, toolCalls, usage, end }: Collected): unknown {
  const { inputTokens, outputTokens, source } = usage ?? {};
  const plain = { text, reasoning, toolCalls, usage: { inputTokens, outputTokens, source }, end };
  return JSON.parse(JSON.stringify(plain));
}
