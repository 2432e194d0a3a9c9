import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { bench } from "../../src/cli/commands/bench.ts";
import { providers } from "../../src/cli/commands/providers.ts";
import { record } from "../../src/cli/commands/record.ts";
import { stream } from "../../src/cli/commands/stream.ts";
import { type Answer, byteServer } from "../support/servers/byte-server.ts";
import { echoes, KEY } from "../support/servers/echoed-key.ts";
import { runCommand } from "../support/run-command.ts";

/** Everything that was written below a folder. */
async function filesIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

async function askFor(answer: Answer) {
  const { url } = await byteServer(answer);
  const folder = await mkdtemp(join(tmpdir(), "millrace-echo-"));
  const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: url, OPENAI_MODEL: "m" };
  const ask = ["--provider", "openai-chat", "--attempts", "1", "--timeout", "500ms"];
  return { folder, env, ask };
}

describe.each(echoes)("a key that a server repeats in %s", (_, answer) => {
  it.each([
    ["text", []],
    ["JSON", ["--json"]],
    ["events", ["--events"]],
    ["text decoded by the SDK", ["--decode", "sdk"]],
    ["events of a whole answer", ["--no-stream", "--events"]],
    ["a stack trace", ["--debug"]],
  ])("is not in %s", async (_format, flags) => {
    const { env, ask } = await askFor(answer);
    const { out, err } = await runCommand(stream, ["Hi", ...ask, ...flags], { env });

    expect(out + err).not.toBe("");
    expect(out + err).not.toContain(KEY);
  });

  it("is not in a recording, nor in what is played from it", async () => {
    const { folder, env, ask } = await askFor(answer);
    const path = join(folder, "answer.jsonl");
    await runCommand(record, ["Hi", ...ask, "--out", path], { env });
    const recorded = await filesIn(folder);
    const bytes = [...recorded.matchAll(/\[\d+,"([\w+/=]+)"\]/gu)].map(([, encoded = ""]) =>
      Buffer.from(encoded, "base64").toString(),
    );
    // Without the environment: what is not in the file cannot come back.
    const played = await runCommand(record, ["--play", path, "--speed", "1000", "--events"]);

    expect(recorded).not.toBe("");
    expect([recorded, ...bytes, played.out, played.err].join("\n")).not.toContain(KEY);
  });

  it("is not in a list of models", async () => {
    const { env } = await askFor(answer);
    const args = ["--models", "--timeout", "500ms"];
    const { out, err } = await runCommand(providers, args, { env });
    const json = await runCommand(providers, [...args, "--json"], { env });

    expect(out + err + json.out).not.toContain(KEY);
  });
});

describe("a key that a server repeats", { timeout: 60_000 }, () => {
  it.each([echoes[0], echoes[9], echoes[11]].filter((echo) => echo !== undefined))(
    "in %s is not in a benchmark's output or files",
    async (_, answer) => {
      const { folder, env } = await askFor(answer);
      const args = ["--provider", "openai-chat", "--pairs", "2", "--concurrency", "2", "--traces"];
      const { out, err } = await runCommand(bench, [...args, "--json", "--out", folder], { env });

      expect(out + err + (await filesIn(folder))).not.toContain(KEY);
    },
  );
});
