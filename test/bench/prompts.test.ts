import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { loadPrompts } from "../../src/bench/prompts.ts";

async function promptsIn(text: string) {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-prompts-")), "prompts.jsonl");
  await writeFile(path, text);
  return loadPrompts({ kind: "jsonl", path });
}

describe("loadPrompts()", () => {
  it("reads one prompt a line", async () => {
    expect(await promptsIn('{"prompt":"One"}\n\n{"prompt":"Two","more":1}\n')).toEqual([
      "One",
      "Two",
    ]);
  });

  it("names the line that has no prompt", async () => {
    await expect(promptsIn('{"prompt":"One"}\n{"promt":"Two"}\n')).rejects.toThrow(
      'line 2 must be a JSON object with a text "prompt"',
    );
  });

  it("refuses a file without prompts", async () => {
    await expect(promptsIn("\n")).rejects.toThrow("it is empty");
  });
});
