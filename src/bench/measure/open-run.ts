import { type Clock, isoTime, systemClock } from "../../clock/index.ts";
import type { Trace } from "../../events/index.ts";
import type { EnvironmentVariables } from "../../providers/index.ts";
import { captureEnvironment } from "../store/environment.ts";
import type { FileStore } from "../store/file-store.ts";
import type { RunContext } from "./measure-trial.ts";
import { noProviders, openProviders } from "./open-providers.ts";
import { type Plan, plannedMetrics } from "../plan/plan.ts";
import { loadPrompts } from "../plan/prompts.ts";
import {
  createRunFolder,
  type RunFolder,
  type RunFolderOptions,
  runId,
} from "../store/run-folder.ts";
import { type RunLog, runLog } from "./run-log.ts";
import type { Manifest } from "../store/run.ts";
import { schedule, type Trial } from "./schedule.ts";
import { StoreError } from "../store/store-error.ts";
import { type SelfWatch, selfWatch } from "../validity/watch-self.ts";

/** Dependencies and settings of a run; all have defaults. */
export interface RunOptions {
  /** @defaultValue The system's clock. */
  readonly clock?: Clock | undefined;
  /**
   * Environment variables with keys and base URLs.
   *
   * @defaultValue `process.env`
   */
  readonly variables?: EnvironmentVariables | undefined;
  /** Stops the run on abort: no new requests; those under way are aborted and not counted. */
  readonly signal?: AbortSignal | undefined;
  /** Parent of the run's folder. Without it, nothing is stored. */
  readonly runsFolder?: string | undefined;
  /** @defaultValue The file system. */
  readonly files?: FileStore | undefined;
  /** Whether to store the trace of every request in the run's folder. */
  readonly keepTraces?: boolean | undefined;
  /**
   * How long to watch the idle machine before the run, in milliseconds; 0 to skip it.
   *
   * @defaultValue `1000`
   */
  readonly hiccupMs?: number | undefined;
  /**
   * For mode `replay`: returns the recording of each trial. Then no request is sent, there is no warm-up
   * and no provider is opened.
   */
  readonly traceFor?: ((trial: Trial) => Trace | Promise<Trace>) | undefined;
}

/** A run that is about to begin, or under way. */
export interface OpenRun {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly log: RunLog;
  readonly context: RunContext;
  readonly watch: SelfWatch;
  readonly warmUp: readonly Trial[];
  readonly counted: readonly Trial[];
  readonly traceFor: RunOptions["traceFor"];
  /** Aborts the requests under way, because the caller has left the loop. */
  abort(): void;
}

/**
 * Opens everything that a run needs.
 *
 * @throws {PlanError} When a key is missing, or prompts cannot be used.
 * @throws {StoreError} When the run's folder cannot be made or written.
 * @throws {RangeError} When a live run is given recordings.
 */
export async function openRun(plan: Plan, options: RunOptions): Promise<OpenRun> {
  const { clock = systemClock(), variables, traceFor } = options;
  if (traceFor !== undefined && plan.mode !== "replay") {
    throw new RangeError(
      `Cannot run with recordings as the mode must be "replay": current value is "${plan.mode}"`,
    );
  }
  const prompts = await loadPrompts(plan.prompts);
  const trials = schedule(plan, prompts.length);
  const wallMs = clock.wallMs();
  const leaving = new AbortController();
  const providers = traceFor === undefined ? await openProviders(plan, variables) : noProviders();
  try {
    const preferredId = runId(plan.name, wallMs);
    const folder = await folderFor(preferredId, {
      ...options,
      clock,
      onFailure: (failure) => leaving.abort(failure),
    });
    const metrics = plannedMetrics(plan);
    const manifest: Manifest = {
      v: 1,
      id: folder?.id ?? preferredId,
      plan,
      startedAt: isoTime(wallMs),
      status: "running",
      environment: captureEnvironment(providers.proxies),
      validity: undefined,
      definitions: Object.fromEntries(metrics.map(({ id, definition }) => [id, definition])),
    };
    await folder?.begin(manifest);
    const { signal = leaving.signal } = options;
    return {
      plan,
      manifest,
      folder,
      log: runLog({ manifest, folder, keepTraces: options.keepTraces === true }),
      context: {
        clock,
        startedAt: clock.now(),
        prompts,
        metrics,
        providers,
        signal: AbortSignal.any([leaving.signal, signal]),
      },
      watch: selfWatch(clock),
      warmUp: trials.filter((trial) => trial.warmUp && traceFor === undefined),
      counted: trials.filter((trial) => !trial.warmUp),
      traceFor,
      abort: () => leaving.abort(new Error("the run was left")),
    };
  } catch (error) {
    await providers.close();
    throw withNothingMeasured(error, plan);
  }
}

async function folderFor(
  id: string,
  { runsFolder, ...options }: Pick<RunOptions, "runsFolder"> & RunFolderOptions,
): Promise<RunFolder | undefined> {
  return runsFolder === undefined ? undefined : createRunFolder(runsFolder, id, options);
}

function withNothingMeasured(error: unknown, { pairs }: Plan): unknown {
  if (!(error instanceof StoreError)) return error;
  return new StoreError(error.path, error.cause, `0 of ${pairs} pairs were measured`);
}
