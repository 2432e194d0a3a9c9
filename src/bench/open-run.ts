import process from "node:process";

import { type Clock, isoTime, systemClock } from "../clock/index.ts";
import type { Trace } from "../events/index.ts";
import { metricCatalogue } from "../metrics/index.ts";
import { captureEnvironment } from "./environment.ts";
import type { Workbench } from "./measure-trial.ts";
import { noSources, openSources, type Sources, type Variables } from "./open-source.ts";
import type { Plan } from "./plan.ts";
import { loadPrompts } from "./prompts.ts";
import { createRunFolder, type RunFolder } from "./run-folder.ts";
import { runId } from "./run-id.ts";
import { type RunLog, runLog } from "./run-log.ts";
import type { Manifest } from "./run-record.ts";
import { schedule, type Trial } from "./schedule.ts";
import { type SelfWatch, selfWatch } from "./watch-self.ts";

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
 * @throws {PlanError} When a key is missing, or prompts or folder cannot be used.
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
  const sources = await sourcesFor(plan, options);
  const wallMs = clock.wallMs();
  const wantedId = runId(plan.name, wallMs);
  const folder = await folderFor(wantedId, options, clock).catch(async (error: unknown) => {
    await sources.close();
    throw error;
  });
  const manifest: Manifest = {
    v: 1,
    id: folder?.id ?? wantedId,
    plan,
    startedAt: isoTime(wallMs),
    status: "running",
    environment: captureEnvironment(),
    validity: undefined,
    definitions: Object.fromEntries(metricCatalogue.map(({ id, definition }) => [id, definition])),
  };
  const leaving = new AbortController();
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
}

async function sourcesFor(
  plan: Plan,
  { variables = process.env, traceFor }: RunOptions,
): Promise<Sources> {
  return traceFor === undefined ? openSources(plan, variables) : noSources();
}

async function folderFor(
  id: string,
  { runsFolder }: RunOptions,
  clock: Clock,
): Promise<RunFolder | undefined> {
  return runsFolder === undefined ? undefined : createRunFolder(runsFolder, id, clock);
}

function anyOf(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}
