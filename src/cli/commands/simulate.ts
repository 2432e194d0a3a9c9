import { profiles, readScenario, startSimulator } from "../../simulator/index.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit.ts";
import { readWholeNumber } from "../read-number.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Runs the embedded provider until Ctrl-C. */
export const simulate = defineCommand({
  name: "simulate",
  summary: "Run a provider that behaves, and misbehaves on request, on this machine",
  usage: "simulate [options]",
  options: {
    port: { type: "string", value: "port", help: "Port to listen on (default: a free one)" },
    host: { type: "string", value: "address", help: "Address to listen on (default: 127.0.0.1)" },
    seed: { type: "string", value: "n", help: "Seed of all chance (default: 1)" },
    model: { type: "string", value: "name", help: "Check a model's name and show how to ask it" },
    truth: {
      type: "string",
      value: "file",
      help: "Write when each token was due and sent, one JSON object a request",
    },
    json: { type: "boolean", help: "Print one JSON object with the URL, and nothing else" },
  },
  examples: [
    "millrace simulate --port 8000",
    "millrace simulate --model 'fixed:ttftMs=200,itlMs=20'",
    "millrace simulate --model 'hosted-fast+cut@after=20,how=rst'",
  ],

  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot simulate as no arguments are taken: current value is "${positionals.join(" ")}"`,
      );
    }
    const { model = "hosted-fast", host = "127.0.0.1", truth } = values;
    readScenario(model);
    const seed = readWholeNumber(values.seed, {
      option: "seed",
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
    });
    const port = readWholeNumber(values.port, { option: "port", from: 0, to: 65_535 }) ?? 0;
    const simulator = await startSimulator({
      port,
      host,
      seed: seed ?? 1,
      ...(truth === undefined ? {} : { truthFile: truth }),
    }).catch((error: unknown) => {
      throw cannotListen(error, `${host}:${port}`);
    });

    if (values.json === true) terminal.out(JSON.stringify({ url: simulator.url, model }));
    else introduce({ url: simulator.url, model }, terminal);
    await aborted(terminal.interrupt);
    await simulator.close();
    return EXIT.ok;
  },
});

function introduce({ url, model }: { url: string; model: string }, terminal: Terminal): void {
  const body = JSON.stringify({
    model,
    stream: true,
    messages: [{ role: "user", content: "Why is the sky blue?" }],
  });
  terminal.out(url);
  terminal.err(
    [
      "",
      "Ask it with any client of OpenAI's:",
      `  export OPENAI_BASE_URL=${url} OPENAI_API_KEY=any`,
      `  curl -N ${url}/chat/completions -H 'content-type: application/json' -d '${body}'`,
      "",
      "Models (illustrations, not claims about any vendor):",
      ...profiles.map(({ id, summary }) => `  ${id.padEnd(13)} ${summary}`),
      "",
      "Ctrl-C ends it",
    ].join("\n"),
  );
}

function cannotListen(error: unknown, address: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const rules: Readonly<Record<string, string>> = {
    EADDRINUSE: "the port must be free: choose another with --port",
    EACCES: "the port must be one that you may use: choose one above 1023 with --port",
    EADDRNOTAVAIL: "the address must be one of this machine: choose another with --host",
    ENOTFOUND: "the address must be one of this machine: choose another with --host",
  };
  const rule = typeof code === "string" ? rules[code] : undefined;
  return rule === undefined ? error : new UsageError(`Cannot listen on ${address} as ${rule}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
