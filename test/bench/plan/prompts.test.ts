import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { loadPrompts } from "../../../src/bench/plan/prompts.ts";

async function promptsIn(text: string | Uint8Array) {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-prompts-")), "prompts.jsonl");
  await writeFile(path, text);
  return loadPrompts({ kind: "jsonl", path });
}

describe("loadPrompts()", () => {
  it("reads one prompt per line", async () => {
    expect(await promptsIn('{"prompt":"One"}\n\n{"prompt":"Two","more":1}\n')).toEqual([
      "One",
      "Two",
    ]);
  });

  it("reads lines with one user message", async () => {
    const messages = [{ role: "user", content: "One" }];

    expect(await promptsIn(JSON.stringify({ messages }))).toEqual(["One"]);
  });

  it("reads a file with a byte order mark and CRLF, as Notepad writes it", async () => {
    expect(await promptsIn('\ufeff{"prompt":"One"}\r\n{"prompt":"Two"}\r\n')).toEqual([
      "One",
      "Two",
    ]);
  });

  it.each([
    ["another field", '{"prompt":"One"}\n{"promt":"Two"}\n', "line 2 is an object with promt"],
    ["no text", '{"prompt":""}', "line 1 is an object with prompt"],
    [
      "a system prompt that would be left out",
      '{"messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}]}',
      "line 1 is an object with messages",
    ],
    [
      "a conversation of ShareGPT",
      '[{"conversations":[{"from":"human","value":"a"}]}]',
      "line 1 is a JSON array",
    ],
    ["plain text", "One\n", "line 1 is not JSON"],
    ["a string", '"One"', "line 1 is JSON of type string"],
  ])("rejects a line with %s and names what is accepted", async (_, text, shape) => {
    await expect(promptsIn(text)).rejects.toThrow(
      `prompts.jsonl" as each line must be {"prompt": "…"} or {"messages": […]} with one user message: ${shape}`,
    );
  });

  it.each([
    ["a file without prompts", "\n", "it is empty"],
    ["UTF-16", Buffer.from('{"prompt":"a"}\n', "utf16le"), "it must be UTF-8 text: byte 1 is 0x00"],
    ["Latin-1", Buffer.from('{"prompt":"é"}\n', "latin1"), "it must be UTF-8: byte 11 is 0xE9"],
  ])("rejects %s", async (_, content, problem) => {
    await expect(promptsIn(content)).rejects.toThrow(`prompts.jsonl" as ${problem}`);
  });
});
