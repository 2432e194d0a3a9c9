import process from "node:process";

import { type Clock, systemClock } from "../clock/index.ts";
import type { Trace } from "../events/index.ts";
import { metricCatalogue } from "../metrics/index.ts";
import { captureEnvironment } from "./environment.ts";
import { inParallel } from "./in-parallel.ts";
import { measureLive, measureReplayed, type Workbench } from "./measure-trial.ts";
import { noSources, openSources, type Variables } from "./open-source.ts";
import type { Plan } from "./plan.ts";
import { loadPrompts } from "./prompts.ts";
import type { RunEvent } from "./run-event.ts";
import { createRunFolder, type RunFolder } from "./run-folder.ts";
import { isoTime, runId } from "./run-id.ts";
import { type RunLog, runLog } from "./run-log.ts";
import type { Manifest, Run } from "./run-record.ts";
import { schedule, type Trial } from "./schedule.ts";
import { judgeValidity } from "./validity.ts";
import { selfWatch } from "./watch-self.ts";

/** What a run takes from outside; all of it has a default. */
export interface RunOptions {
  /** @defaultValue The system's clock. */
  readonly clock?: Clock;
  /**
   * Where keys and base URLs are looked up.
   *
   * @defaultValue `process.env`
   */
  readonly variables?: Variables;
  /** Stops the run when it is aborted: no new requests; those under way are aborted and not counted. */
  readonly signal?: AbortSignal;
  /** The folder in which the run makes its own. Where it is left out, nothing is stored. */
  readonly runsFolder?: string;
  /** Keep every request's trace in the run's folder too. */
  readonly keepTraces?: boolean;
  /**
   * How long to watch the idle machine first, in milliseconds; 0 for not at all.
   *
   * @defaultValue `1000`
   */
  readonly hiccupMs?: number;
  /**
   * For mode `replay`: gives each trial its recording. Then no request is made, nothing is warmed up
   * and no provider is opened.
   */
  readonly traceFor?: (trial: Trial) => Trace | Promise<Trace>;
}

interface OpenRun {
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly log: RunLog;
  readonly bench: Workbench;
  readonly trials: readonly Trial[];
}

/**
 * Runs a plan, and tells what happens as it happens. Leaving the loop stops the run.
 *
 * The run ends as `failed` when its first requests all fail, because then the others would too, and as
 * `interrupted` when it was stopped. Both can be read and reported on.
 *
 * @throws {PlanError} Before the first event, when the plan cannot be run: no key, no prompts, no place
 * for its files.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const arms = [{ name: "a" }, { name: "b", buffer: "word" }];
 * const plan = readPlan({ name: "p", mode: "replay", arms, pairs: 2 });
 * const ids: string[] = [];
 * for await (const event of runPlan(plan, { traceFor: () => trace, hiccupMs: 0 })) {
 *   if (event.type === "trial-end") ids.push(event.record.id);
 * }
 * ids.toSorted().slice(0, 2); // ["0-a", "0-b"]
 * ```
 */
export async function* runPlan(
  plan: Plan,
  options: RunOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const { clock = systemClock(), hiccupMs = 1000, traceFor } = options;
  const leaving = new AbortController();
  const leave = () => leaving.abort(new Error("the run was left"));
  const { manifest, folder, log, bench, trials } = await openRun(plan, options, {
    clock,
    signal: AbortSignal.any([leaving.signal, ...(options.signal ? [options.signal] : [])]),
  });
  const watch = selfWatch(clock);
  let run: Run | undefined;

  async function close(status: Manifest["status"]): Promise<Run> {
    const embedded = plan.arms.some(({ provider }) => provider.kind === "embedded");
    const validity = judgeValidity({ embedded, ...watch.stop(), ...log.learnt });
    run = await log.close(status, validity);
    return run;
  }

  async function* measured(units: readonly (readonly Trial[])[]): AsyncGenerator<RunEvent> {
    const work = (unit: readonly Trial[]) => measureUnit(unit, plan, bench);
    const parallel = { limit: plan.concurrency, work, onLeave: leave };
    for await (const results of inParallel(units, parallel)) {
      for (const result of results) {
        log.add(result);
        yield { type: "trial-end", record: result.record };
      }
      if (log.hopeless) return;
    }
  }

  try {
    await folder?.writeManifest(manifest);
    yield { type: "run-start", manifest, trials: trials.length, folder: folder?.path };
    await watch.idle(hiccupMs);
    yield* measured(trials.filter(({ warmUp }) => warmUp).map((trial) => [trial]));
    if (traceFor === undefined) watch.start();
    if (!log.hopeless) yield* measured(countedUnits(plan, trials));
    yield { type: "run-end", run: await close(endedAs(log, options.signal)) };
  } finally {
    leave();
    if (run === undefined) await close("interrupted");
    await bench.sources.close();
  }
}

async function openRun(
  plan: Plan,
  options: RunOptions,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<OpenRun> {
  const { variables = process.env, runsFolder, keepTraces = false, traceFor } = options;
  const prompts = await loadPrompts(plan.prompts);
  const all = schedule(plan, prompts.length);
  const trials = traceFor === undefined ? all : all.filter(({ warmUp }) => !warmUp);
  const sources = traceFor === undefined ? await openSources(plan, variables) : noSources();
  const wantedId = runId(plan.name, clock.wallMs());
  const folder =
    runsFolder === undefined
      ? undefined
      : await createRunFolder(runsFolder, wantedId, clock).catch(async (error: unknown) => {
          await sources.close();
          throw error;
        });
  const manifest: Manifest = {
    v: 1,
    id: folder?.id ?? wantedId,
    plan,
    startedAt: isoTime(clock.wallMs()),
    status: "running",
    environment: captureEnvironment(),
    validity: undefined,
    definitions: Object.fromEntries(metricCatalogue.map(({ id, definition }) => [id, definition])),
  };
  return {
    manifest,
    folder,
    log: runLog({ manifest, trials: trials.length, folder, keepTraces }),
    bench: { clock, startedAt: clock.now(), prompts, sources, signal, traceFor },
    trials,
  };
}

/** What is worked on as a whole: a request; under `replay` a pair, which shares a recording. */
function countedUnits(plan: Plan, trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const counted = trials.filter(({ warmUp }) => !warmUp);
  if (plan.mode === "live") return counted.map((trial) => [trial]);
  return [...Map.groupBy(counted, ({ pair }) => pair).values()];
}

function measureUnit(unit: readonly Trial[], plan: Plan, bench: Workbench) {
  const [trial] = unit;
  if (trial === undefined) return Promise.resolve([]);
  return plan.mode === "live" || trial.warmUp
    ? measureLive(trial, bench)
    : measureReplayed(unit, bench);
}

function endedAs(log: RunLog, signal: AbortSignal | undefined): Manifest["status"] {
  if (signal?.aborted === true) return "interrupted";
  return log.hopeless ? "failed" : "complete";
}
