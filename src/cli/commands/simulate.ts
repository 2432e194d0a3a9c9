import { flag, option, repeatable } from "../inputs/option.ts";
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
import { readSimulatorFlags } from "../inputs/read-simulator-flags.ts";
import type { Terminal } from "../output/terminal.ts";
import { UsageError } from "../inputs/usage-error.ts";

export const simulate = defineCommand({
  name: "simulate",
  summary: "Run a simulated provider on this machine, with configurable faults",
  usage: "simulate [options]",
  options: {
    port: option("port", "Port to listen on (default: a free one)"),
    host: option("address", "Address to listen on (default: 127.0.0.1)"),
    seed: option("n", "Random seed (default: 1)"),
    model: option("name", "Model of the example request that is printed"),
    fallback: option("profile", "Profile for unknown model names (default: they are refused)"),
    set: repeatable(
      "name=value",
      "Setting for all models, as in itlMs=5; repeatable, see --settings",
    ),
    fault: repeatable("fault", "Fault for all models, as in cut@after=20,rate=0.1; repeatable"),
    "max-streams": option(
      "n",
      "Maximum number of concurrent streams; others get status 429 (default: no limit)",
    ),
    workers: option("n", "Workers per model (default: 1)"),
    "cache-tokens": option("n", "Prompt tokens that each worker caches (default: 0)"),
    routing: option(
      "policy",
      "Routing policy between workers: kv, round-robin or random (default: kv)",
    ),
    recording: option("file", 'Recording that the model "recorded" plays; see millrace record'),
    config: option(
      "file",
      "YAML or JSON file with any of these options except --model and --recording",
    ),
    truth: option(
      "file",
      "File for the due and sent times of each token, one JSON line per request",
    ),
    settings: flag("List the settings and exit"),
    json: flag("Print the URL as JSON, and nothing else"),
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
        `Cannot simulate as this command takes no arguments: current value is "${positionals.join(" ")}"`,
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
    const config = withRecording(readSimulatorFlags(flags, file), values.recording);
    readScenario(model, config.rules);
    if (config.truth !== undefined) await requireWritable(config.truth);
    await serve(config, terminal, (url) => {
      if (values.json === true) terminal.out(JSON.stringify({ url, model }));
      else printUsage({ url, model }, terminal);
    });
    return EXIT.ok;
  },
});

/**
 * Runs a simulator until the command is interrupted.
 *
 * @throws {StoreError} When the truth file cannot be written.
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
      truthFile: truth,
    });
  } catch (error) {
    throw cannotListen(error, `${host}:${port}`);
  }
}

function listSettings(terminal: Terminal): void {
  for (const [name, help] of Object.entries(numberSettings)) {
    terminal.out(`${name.padEnd(18)} ${help}`);
  }
  terminal.out(
    `${"shape".padEnd(18)} Distribution of the gaps: lognormal, normal, gamma or constant`,
  );
  terminal.out(
    `${"timing".padEnd(18)} statistical, or engine: concurrent answers share its batches`,
  );
}

function printUsage({ url, model }: { url: string; model: string }, terminal: Terminal): void {
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
      "Use it with any OpenAI, Anthropic, Gemini, Bedrock or Ollama client:",
      `  export OPENAI_BASE_URL=${url} OPENAI_API_KEY=any`,
      `  curl -N ${url}/chat/completions -H 'content-type: application/json' -d '${body}'`,
      "",
      "Models (illustrative, not measurements of any vendor):",
      ...profiles.map(({ id, summary }) => `  ${id.padEnd(width)} ${summary}`),
      "",
      "Press Ctrl-C to stop",
    ].join("\n"),
  );
}

function cannotListen(error: unknown, address: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const rules: Readonly<Record<string, string>> = {
    EADDRINUSE: "the port is in use: choose another with --port",
    EACCES: "the port needs privileges: choose one above 1023 with --port",
    EADDRNOTAVAIL: "the address is not one of this machine: choose another with --host",
    ENOTFOUND: "the address is not one of this machine: choose another with --host",
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
