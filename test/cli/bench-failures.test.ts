import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

import { type Answer, byteServer, refuses } from "../support/byte-server.ts";
import { runCli } from "../support/run-cli.ts";

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const answers: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(`${chunk({ content: "Hello" })}${chunk({}, "stop")}data: [DONE]\n\n`);
};

/** A process is started, watches the machine for a second and asks; the machine may be busy. */
const PATIENCE_MS = 60_000;

it(
  "bench concludes nothing from a server that dies after four answers, and exits 1",
  async () => {
    const server = await byteServer(answers, answers, answers, answers, refuses(503, {}, "busy"));
    const provider = { kind: "openai-chat", baseUrl: server.url };
    const arms = ["a", "b"].map((name) => ({ name, model: "m", provider }));
    const root = await mkdtemp(join(tmpdir(), "millrace-dying-"));
    const path = join(root, "plan.json");
    const plan = { name: "dying", arms, pairs: 22, warmUp: 0, concurrency: 1 };
    await writeFile(path, JSON.stringify({ ...plan, primary: ["ttft@wire"] }));

    const { status, out } = await runCli(["bench", path, "--out", root, "--quiet"], {
      OPENAI_API_KEY: "any",
    });

    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "No conclusion on timing: 40 of 44 requests failed (503), and 2 pairs answered by both arms are too few",
    );
    expect(status).toBe(1);
  },
  PATIENCE_MS,
);
