import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Collected } from "../../src/events/index.ts";
import { asList, asText, dig, parseJson } from "../../src/wire/index.ts";
import { ROOT } from "./rooms.ts";

/** The messages of one recorded answer, and the expected result. */
export interface WireFixture {
  readonly name: string;
  /** The payloads of the stream, in order. */
  readonly payloads: readonly unknown[];
  /** In the form of {@link plainAnswer}. */
  readonly expected: unknown;
}

/**
 * The fixtures of one API in `test/fixtures/wire`. Each has the source of its messages, the date of retrieval, and the
 * changes to the source.
 */
export function wireFixtures(wire: string): readonly WireFixture[] {
  const folder = join(ROOT, "test/fixtures/wire", wire);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const fixture = parseJson(readFileSync(join(folder, file), "utf8"));
      for (const field of ["about", "source", "retrieved"]) {
        if (asText(dig(fixture, field)) === undefined) {
          throw new TypeError(
            `Cannot use ${wire}/${file} as its field "${field}" must be a string`,
          );
        }
      }
      return {
        name: file.replace(/\.json$/, ""),
        payloads: asList(dig(fixture, "payloads")),
        expected: dig(fixture, "expected"),
      };
    });
}

/** An answer as JSON, without unknown fields. */
export function plainAnswer({ text, reasoning, toolCalls, usage, end }: Collected): unknown {
  const { inputTokens, outputTokens, source } = usage ?? {};
  const plain = { text, reasoning, toolCalls, usage: { inputTokens, outputTokens, source }, end };
  return JSON.parse(JSON.stringify(plain));
}
