import { integerFrom } from "../../stats/index.ts";
import {
  numberSettings,
  profiles,
  readScenario,
  type Simulator,
  type SimulatorConfig,
  startSimulator,
} from "../../simulator/index.ts";
import { StoreError } from "../../bench/index.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit.ts";
import { readConfigFile } from "../inputs/read-config-file.ts";
import { readNumber } from "../inputs/read-value.ts";
import { readTraceFile } from "../inputs/read-trace-file.ts";
import { requireWritable } from "../inputs/require-writable.ts";
import { configOf } from "../inputs/read-simulator-flags.ts";
import type { Terminal } from "../output/terminal.ts";
import { UsageError } from "../inputs/usage-error.ts";

/** Runs the embedded provider until Ctrl-C. */
export const simulate = defineCommand({
  name: "simulate",
  summary: "Run a simulated provider on this machine, with faults on request",
  usage: "simulate [options]",
  options: {
    port: { type: "string", value: "port", help: "Port to listen on (default: a free one)" },
    host: { type: "string", value: "address", help: "Address to listen on (default: 127.0.0.1)" },
    seed: { type: "string", value: "n", help: "Random seed (default: 1)" },
    model: {
      type: "string",
      value: "name",
      help: "Check a model's name and print a request for it",
    },
    fallback: {
      type: "string",
      value: "profile",
      help: "Profile for unknown model names (default: refuse them)",
    },
    set: {
      type: "string",
      multiple: true,
      value: "name=value",
      help: "Setting of all models, as in itlMs=5; repeatable, --settings lists them",
    },
    fault: {
      type: "string",
      multiple: true,
      value: "fault",
      help: "Fault of all models, for a share of requests, as in cut@after=20,rate=0.1; repeatable",
    },
    "max-streams": {
      type: "string",
      value: "n",
      help: "Maximum streams at once; more are refused with 429 (default: no limit)",
    },
    workers: { type: "string", value: "n", help: "Machines behind each model (default: 1)" },
    "cache-tokens": {
      type: "string",
      value: "n",
      help: "Prompt tokens that each machine caches (default: 0)",
    },
    routing: {
      type: "string",
      value: "policy",
      help: "Policy that chooses a machine: kv, round-robin or random (default: kv)",
    },
    recording: {
      type: "string",
      value: "file",
      help: "File of millrace record that the model named recorded plays",
    },
    config: {
      type: "string",
      value: "file",
      help: "YAML or JSON file for all options but --model and --recording",
    },
    truth: {
      type: "string",
      value: "file",
      help: "File for the times at which each token was due and sent, one JSON object per request",
    },
    settings: { type: "boolean", help: "List the settings and exit" },
    json: { type: "boolean", help: "Print only a JSON object with the URL" },
  },
  examples: [
    "millrace simulate --port 8000",
    "millrace simulate --model 'fixed:ttftMs=200,itlMs=20'",
    "millrace simulate --model 'hosted-fast+cut@after=20,how=rst'",
    "millrace simulate --fallback gpt-4o --set rttMs=80 --fault 'stall@after=30,forMs=4000,rate=0.05'",
  ],

  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot simulate as no arguments are taken: current value is "${positionals.join(" ")}"`,
      );
    }
    if (values.settings === true) {
      listSettings(terminal);
      return EXIT.ok;
    }
    const { model = "hosted-fast" } = values;
    const flags = {
      ...values,
      port: readNumber(values.port, "port", integerFrom(0, 65_535)),
      seed: readNumber(values.seed, "seed", integerFrom(0)),
      maxStreams: readNumber(values["max-streams"], "max-streams", integerFrom(1)),
      workers: readNumber(values.workers, "workers", integerFrom(1)),
      cacheTokens: readNumber(values["cache-tokens"], "cache-tokens", integerFrom(0)),
    };
    const file = values.config === undefined ? {} : readConfigFile(values.config);
    const config = withRecording(configOf(flags, file), values.recording);
    readScenario(model, config.rules);
    if (config.truth !== undefined) await requireWritable(config.truth);
    await serve(config, terminal, (url) => {
      if (values.json === true) terminal.out(JSON.stringify({ url, model }));
      else introduce({ url, model }, terminal);
    });
    return EXIT.ok;
  },
});

/**
 * Runs a simulator until the command is interrupted.
 *
 * @throws {StoreError} When the truth cannot be written any more: what is missing there was not measured.
 */
async function serve(
  config: SimulatorConfig,
  terminal: Terminal,
  announce: (url: string) => void,
): Promise<void> {
  const lost = new AbortController();
  const simulator = await start(config, (error) => lost.abort(error));
  announce(simulator.url);
  await aborted(AbortSignal.any([terminal.interrupt, lost.signal]));
  await simulator.close();
  if (!lost.signal.aborted) return;
  throw new StoreError(config.truth ?? "", lost.signal.reason, "the simulator has stopped");
}

function withRecording(config: SimulatorConfig, path: string | undefined): SimulatorConfig {
  if (path === undefined) return config;
  return { ...config, rules: { ...config.rules, traces: readTraceFile(path) } };
}

async function start(
  config: SimulatorConfig,
  onTruthLost: (error: unknown) => void,
): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", seed = 1, truth, rules } = config;
  try {
    return await startSimulator({
      port,
      host,
      seed,
      rules,
      onTruthLost,
      ...(truth === undefined ? {} : { truthFile: truth }),
    });
  } catch (error) {
    throw cannotListen(error, `${host}:${port}`);
  }
}

function listSettings(terminal: Terminal): void {
  for (const [name, help] of Object.entries(numberSettings)) {
    terminal.out(`${name.padEnd(18)} ${help}`);
  }
  terminal.out(`${"shape".padEnd(18)} Of the gaps: lognormal, normal, gamma, constant`);
  terminal.out(`${"timing".padEnd(18)} statistical, or engine: all answers share its steps`);
}

function introduce({ url, model }: { url: string; model: string }, terminal: Terminal): void {
  const body = JSON.stringify({
    model,
    stream: true,
    messages: [{ role: "user", content: "Why is the sky blue?" }],
  });
  const width = Math.max(...profiles.map(({ id }) => id.length));
  terminal.out(url);
  terminal.err(
    [
      "",
      "Use it with any client for OpenAI, Anthropic, Gemini, Bedrock or Ollama:",
      `  export OPENAI_BASE_URL=${url} OPENAI_API_KEY=any`,
      `  curl -N ${url}/chat/completions -H 'content-type: application/json' -d '${body}'`,
      "",
      "Models (illustrations, not claims about any vendor):",
      ...profiles.map(({ id, summary }) => `  ${id.padEnd(width)} ${summary}`),
      "",
      "Press Ctrl-C to stop it",
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
