import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { systemClock } from "../../src/clock/index.ts";
import { collect } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import type { Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { ROOT } from "./rooms.ts";

/** A stream as a real server sent it, and what it means. */
export interface WireFixture {
  readonly name: string;
  readonly body: string;
  /** Where it was published, when it was recorded and what was changed. */
  readonly source: string;
  /** What `collect` must give, without what is not there. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/**
 * The fixtures of `test/fixtures/wire/<folder>`: a body in `<name>.<extension>`, and what it means in
 * `<name>.expected.json`.
 */
export function wireFixtures(folder: string, extension: string): WireFixture[] {
  const path = join(ROOT, "test/fixtures/wire", folder);
  return readdirSync(path)
    .filter((file) => file.endsWith(`.${extension}`) && !file.endsWith(".expected.json"))
    .toSorted()
    .map((file) => {
      const name = basename(file, `.${extension}`);
      const { source, ...expected } = JSON.parse(
        readFileSync(join(path, `${name}.expected.json`), "utf8"),
      );
      return { name, source, expected, body: readFileSync(join(path, file), "utf8") };
    });
}

/** What a provider makes of a body: everything that `collect` gives, as JSON says it. */
export async function readFixture(
  create: (fetch: typeof globalThis.fetch) => Provider,
  { body }: WireFixture,
  contentType: string,
): Promise<unknown> {
  const provider = create(
    async () => new Response(body, { headers: { "content-type": contentType } }),
  );
  const { text, reasoning, toolCalls, usage, end } = await collect(
    startStream(
      provider,
      { model: "m", messages: [{ role: "user", content: "Hi" }] },
      { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } },
    ),
  );
  const { inputTokens, outputTokens, source } = usage ?? {};
  const said = { text, reasoning, toolCalls, usage: { inputTokens, outputTokens, source }, end };
  // Without what is undefined, so that it can be compared with a file.
  return JSON.parse(JSON.stringify(said));
}
