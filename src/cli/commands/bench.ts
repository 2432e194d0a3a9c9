import { flag, option, repeatable } from "../inputs/option.ts";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { printable } from "../../text/index.ts";
import { definedOnly } from "../../wire/index.ts";
import {
  defaultPlan,
  isUnfinished,
  type Plan,
  type PlanChanges,
  readPlanFile,
  type Run,
  runPlan,
  startsSimulator,
} from "../../bench/index.ts";
import { systemClock } from "../../clock/index.ts";
import { describeFailure } from "../../events/index.ts";
import { makeReport } from "../../report/index.ts";
import { benchProgress } from "../output/bench-progress.ts";
import { defineCommand } from "../command.ts";
import { EXIT, type ExitStatus } from "../exit.ts";
import { redactedFiles } from "../output/redacted-files.ts";
import { findProvider } from "../../providers/index.ts";
import { resolveProvider } from "../open-provider.ts";
import type { Terminal } from "../output/terminal.ts";
import { useProxies } from "../use-proxies.ts";
import { UsageError } from "../inputs/usage-error.ts";
import { exitStatusOf, printReport, writeReport } from "../output/report-output.ts";

/** Compares two arms and reports what can be concluded; an invalid or failed run exits 1. */
export const bench = defineCommand({
  name: "bench",
  summary: "Compare two providers, models or buffers, and report what can be concluded",
  usage: "bench [plan.json | plan.yaml] [options]",
  options: {
    buffer: repeatable("name", "Buffer to compare; give it twice, the baseline first"),
    arms: option("a,b", "Both buffers in one option: --arms immediate,word"),
    model: option("name", "Model of both arms"),
    provider: option("name", "Provider of both arms; see millrace providers"),
    "base-url": option("url", "Base URL for both arms (default: the provider's)"),
    pairs: option("n", "Number of pairs of requests, from 2 to 100000"),
    concurrency: option("n", "Maximum number of concurrent requests, up to 10000"),
    seed: option("n", "Random seed"),
    mode: option("mode", "live, or replay: one recording per pair, replayed through both buffers"),
    out: { ...option("folder", "Folder for stored runs"), default: "runs" },
    traces: flag("Also store the trace of every request"),
    all: flag("Print all tables, including exploratory metrics"),
    json: flag("Print the report as JSON"),
    "no-report": flag("Do not write report files"),
    quiet: flag("Print only the result"),
  },
  examples: [
    "millrace bench",
    "millrace bench --buffer immediate --buffer word --mode replay",
    "millrace bench --provider ollama --model llama3.2 --pairs 10",
    "millrace bench benchmarks/plans/immediate-or-count-or-time.json --out runs",
  ],

  async run({ values, positionals }, terminal) {
    const plan = await planFrom(positionals, {
      ...definedOnly({
        buffers: buffersOf(values.buffer, values.arms),
        pairs: values.pairs,
        concurrency: values.concurrency,
        seed: values.seed,
        mode: values.mode,
      }),
      ...providerChanges(values, positionals, terminal),
    });
    const isQuiet = values.quiet === true;
    useProxies(terminal);
    const { run, folder, storeProblem } = await measure(plan, terminal, {
      runsFolder: values.out,
      keepTraces: values.traces === true,
      isQuiet,
    });
    if (run.manifest.status === "failed") {
      const why = printable(firstFailure(run));
      terminal.err(`Cannot measure as all requests failed: ${why}; see ${folder}`);
      return EXIT.failed;
    }
    const made = makeReport(run);
    printReport(made, values, terminal);
    if (storeProblem !== undefined) {
      terminal.err(printable(storeProblem));
      return EXIT.failed;
    }
    if (values["no-report"] !== true) {
      const path = await writeReport(folder, made, terminal);
      if (!isQuiet) terminal.err(`HTML report: ${pathToFileURL(resolve(path)).href}`);
    }
    return exitStatus(run, exitStatusOf(made));
  },
});

async function planFrom([path, ...extra]: readonly string[], changes: PlanChanges): Promise<Plan> {
  if (extra.length > 0) {
    throw new UsageError(
      `Cannot run bench as it takes at most one plan: current number is ${extra.length + 1}`,
    );
  }
  return path === undefined ? defaultPlan(changes) : readPlanFile(path, changes);
}

/**
 * The provider and model of both arms, resolved as in `millrace stream`. A plan file names its own models.
 *
 * @throws {UsageError} When the provider is not set up.
 */
function providerChanges(
  {
    provider,
    model,
    "base-url": baseUrl,
  }: {
    readonly provider?: string;
    readonly model?: string;
    readonly "base-url"?: string;
  },
  plans: readonly string[],
  { environment }: Terminal,
): PlanChanges {
  const query = definedOnly({ provider, baseUrl, model });
  const kind = provider === undefined ? undefined : findProvider(provider)?.id;
  const isStarted = kind !== undefined && startsSimulator({ kind, baseUrl });
  if (isStarted || plans.length > 0 || (provider ?? baseUrl) === undefined) return query;
  return { ...query, model: resolveProvider(environment, query).model };
}

function buffersOf(
  each: readonly string[] | undefined,
  together: string | undefined,
): readonly string[] | undefined {
  if (each !== undefined && together !== undefined) {
    throw new UsageError("Cannot use --buffer and --arms as they exclude each other");
  }
  return each ?? together?.split(",").map((name) => name.trim());
}

interface MeasureOptions {
  readonly runsFolder: string;
  readonly keepTraces: boolean;
  readonly isQuiet: boolean;
}

interface Measured {
  readonly run: Run;
  readonly folder: string;
  /** Why the stored run is incomplete; `undefined` if it is complete. */
  readonly storeProblem: string | undefined;
}

async function measure(
  plan: Plan,
  terminal: Terminal,
  { isQuiet, ...stored }: MeasureOptions,
): Promise<Measured> {
  const clock = systemClock();
  const show = isQuiet ? () => undefined : benchProgress(terminal, clock);
  let folder = "";
  const { environment, interrupt } = terminal;
  const files = redactedFiles(environment);
  const options = { ...stored, clock, files, variables: environment, signal: interrupt };
  for await (const event of runPlan(plan, options)) {
    if (event.type === "run-start") {
      folder = event.folder ?? "";
      const { proxy } = event.manifest.environment;
      if (!isQuiet) {
        terminal.err(`${plan.name}: ${event.trials} requests, stored in ${folder}`);
        if (proxy !== undefined) terminal.err(`Proxy: ${proxy}`);
      }
    }
    show(event);
    if (event.type === "run-end") {
      return { run: event.run, folder, storeProblem: event.storeProblem };
    }
  }
  throw new Error("Cannot measure as the run ended without a result");
}

function firstFailure({ requests }: Run): string {
  const end = requests.find((request) => isUnfinished(request.end))?.end;
  if (end === undefined) return "no request was sent";
  if (end.kind !== "failed") return `the answers were ${end.kind}`;
  const [line = ""] = describeFailure(end.failure).split("\n");
  return line;
}

function exitStatus({ manifest }: Run, judged: ExitStatus): ExitStatus {
  return manifest.status === "interrupted" ? EXIT.interrupted : judged;
}
