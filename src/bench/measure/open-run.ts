import process from "node:process";

import { type Clock, isoTime, systemClock } from "../../clock/index.ts";
import type { Trace } from "../../events/index.ts";
import { metricCatalogue } from "../../metrics/index.ts";
import { captureEnvironment } from "../store/environment.ts";
import type { FileStore } from "../store/file-store.ts";
import type { Workbench } from "./measure-trial.ts";
import { noSources, openSources, type Sources } from "./open-providers.ts";
import type { Variables } from "../store/proxies.ts";
import type { Plan } from "../plan/plan.ts";
import { loadPrompts } from "../plan/prompts.ts";
import { createRunFolder, type RunFolder } from "../store/run-folder.ts";
import { runId } from "../store/run-id.ts";
import { type RunLog, runLog } from "./run-log.ts";
import type { Environment, Manifest } from "../store/run.ts";
import { schedule, type Trial } from "./schedule.ts";
import { StoreError } from "../store/store-error.ts";
import { type SelfWatch, selfWatch } from "../validity/watch-self.ts";

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
  /** @defaultValue The file system. */
  readonly files?: FileStore;
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

/** A run that is about to begin, or goes on. */
export interface OpenRun {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly log: RunLog;
  readonly bench: Workbench;
  readonly watch: SelfWatch;
  readonly warmUp: readonly Trial[];
  readonly counted: readonly Trial[];
  readonly traceFor: RunOptions["traceFor"];
  /** Aborts what is under way, because nobody listens any more. */
  leave(): void;
}

/**
 * Opens all that a run needs.
 *
 * @throws {PlanError} When a key is missing, or prompts cannot be used.
 * @throws {StoreError} When the run's folder cannot be made or written.
 * @throws {RangeError} When a live run is given recordings.
 */
export async function openRun(plan: Plan, options: RunOptions): Promise<OpenRun> {
  const { clock = systemClock(), traceFor, keepTraces = false } = options;
  if (traceFor !== undefined && plan.mode !== "replay") {
    throw new RangeError(
      `Cannot run with recordings as the mode must be "replay": current value is "${plan.mode}"`,
    );
  }
  const prompts = await loadPrompts(plan.prompts);
  const trials = schedule(plan, prompts.length);
  const wallMs = clock.wallMs();
  const leaving = new AbortController();
  const sources = await sourcesFor(plan, options);
  try {
    const wantedId = runId(plan.name, wallMs);
    const onFailure = (failure: Error) => leaving.abort(failure);
    const folder = await folderFor(wantedId, { ...options, clock }, onFailure);
    const environment = captureEnvironment(sources.proxies);
    const manifest = startingManifest(plan, { id: folder?.id ?? wantedId, wallMs, environment });
    await folder?.begin(manifest);
    const signal = anyOf(leaving.signal, options.signal);
    return {
      plan,
      manifest,
      folder,
      log: runLog({ manifest, folder, keepTraces }),
      bench: { clock, startedAt: clock.now(), prompts, sources, signal },
      watch: selfWatch(clock),
      warmUp: traceFor === undefined ? trials.filter((trial) => trial.warmUp) : [],
      counted: trials.filter((trial) => !trial.warmUp),
      traceFor,
      leave: () => leaving.abort(new Error("the run was left")),
    };
  } catch (error) {
    await sources.close();
    throw withNothingMeasured(error, plan);
  }
}

function withNothingMeasured(error: unknown, { pairs }: Plan): unknown {
  if (!(error instanceof StoreError)) return error;
  return new StoreError(error.path, error.cause, `0 of ${pairs} pairs were measured`);
}

function startingManifest(
  plan: Plan,
  {
    id,
    wallMs,
    environment,
  }: { readonly id: string; readonly wallMs: number; readonly environment: Environment },
): Manifest {
  return {
    v: 1,
    id,
    plan,
    startedAt: isoTime(wallMs),
    status: "running",
    environment,
    validity: undefined,
    definitions: Object.fromEntries(
      metricCatalogue.map(({ id: metric, definition }) => [metric, definition]),
    ),
  };
}

async function sourcesFor(
  plan: Plan,
  { variables = process.env, traceFor }: RunOptions,
): Promise<Sources> {
  return traceFor === undefined ? openSources(plan, variables) : noSources();
}

async function folderFor(
  id: string,
  { runsFolder, files, clock }: RunOptions & { readonly clock: Clock },
  onFailure: (failure: Error) => void,
): Promise<RunFolder | undefined> {
  if (runsFolder === undefined) return undefined;
  return createRunFolder(runsFolder, id, { clock, files, onFailure });
}

function anyOf(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}
