import type { Plan, PlanInput, Run, RunOptions, RunProgress } from "../bench/index.ts";
import type { Conclusions } from "../report/index.ts";
import { valueText } from "../text/index.ts";
import type { KernelSession } from "./kernel-session.ts";
import { type LiveDisplay, liveDisplayIn } from "./live-display.ts";
import { shownAlready } from "./shown-already.ts";
import { thisKernel } from "./this-kernel.ts";

/** One side of a benchmark without its name: provider, model, parameters and buffer. */
export type BenchArm = Omit<PlanInput["arms"][number], "name">;

/** What to compare: two arms by name, the baseline first; a plan; or the path of a plan's file. */
export type BenchSubject = Readonly<Record<string, BenchArm>> | PlanInput | string;

/** Fields of the plan, which replace those of the subject, and where to store the run. */
export interface BenchOptions extends Partial<Omit<PlanInput, "arms">> {
  /**
   * Parent of the run's folder, such as `runs`.
   *
   * @defaultValue Nothing is stored except in the notebook.
   */
  readonly runsFolder?: string | undefined;
}

/** A benchmark whose report is in the cell. As the value of a cell, it displays nothing. */
export interface BenchResult {
  readonly run: Run;
  /** The verdict as a sentence or two. */
  readonly verdict: string;
  readonly conclusions: Conclusions;
}

/**
 * Runs a benchmark in the current cell: its progress first, then verdict, validity, tables and charts. Interrupting the
 * kernel (■ in JupyterLab) ends it early and keeps the results so far.
 *
 * Resolves when the run has ended, even if its requests failed: the report lists the failures.
 *
 * @throws {TypeError} Outside a notebook kernel, or if the subject is neither two arms nor a plan.
 * @throws {PlanError} When the plan breaks a rule, a file cannot be read, or an API key is missing.
 * @throws {StoreError} When the run's folder cannot be made.
 *
 * @example
 * ```ts
 * const outside = await bench({ a: { buffer: "immediate" }, b: { buffer: "word" } }, { pairs: 10 })
 *   .catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function bench(
  subject: BenchSubject,
  options: BenchOptions = {},
): Promise<BenchResult> {
  return benchIn(thisKernel(), subject, options);
}

/** @param running For tests: how the run is made. */
export async function benchIn(
  session: KernelSession,
  subject: BenchSubject,
  request: BenchOptions & { readonly running?: RunOptions } = {},
): Promise<BenchResult> {
  if (typeof request !== "object" || request === null) {
    throw new TypeError(
      `Cannot run a benchmark as options must be an object: current value is ${valueText(request)}`,
    );
  }
  const { running, ...options } = request;
  const described = describedPlan(subject, options);
  // A notebook that only shows streams does not wait for these modules.
  const { readPlan, readPlanFile } = await import("../bench/index.ts");
  const plan: Plan =
    "file" in described
      ? readPlan({ ...(await readPlanFile(described.file)), ...described.changes })
      : readPlan(described.plan);
  const display = await liveDisplayIn(session, { "text/plain": "Starting the benchmark" });
  const stopping = new AbortController();
  const unlisten = session.onInterrupt(() =>
    stopping.abort(new Error("the kernel was interrupted")),
  );
  try {
    const { runsFolder } = options;
    return await measured(session, display, {
      plan,
      running: { runsFolder, ...running, signal: stopping.signal },
    });
  } finally {
    unlisten();
  }
}

async function measured(
  session: KernelSession,
  display: LiveDisplay,
  { plan, running }: { readonly plan: Plan; readonly running: RunOptions },
): Promise<BenchResult> {
  const { progressAfter, runPlan } = await import("../bench/index.ts");
  const { progressBundle } = await import("../report/index.ts");
  let progress: RunProgress | undefined;
  let ended: { readonly run: Run; readonly storeProblem: string | undefined } | undefined;
  for await (const event of runPlan(plan, running)) {
    progress = progressAfter(progress, event);
    display.update({ ...progressBundle(progress) });
    if (event.type === "run-end") ended = event;
  }
  // A run always ends with its `run-end`.
  if (ended === undefined) throw new Error("Cannot report as the run has no end");
  const { run, storeProblem } = ended;
  return showReport(session, display, { run, storeProblem });
}

/** The verdict replaces the progress; the charts follow it, because front ends show one type of a bundle only. */
async function showReport(
  session: KernelSession,
  display: LiveDisplay,
  { run, storeProblem }: { readonly run: Run; readonly storeProblem: string | undefined },
): Promise<BenchResult> {
  const { chartBundle, headline, makeReport, reportBundle } = await import("../report/index.ts");
  await display.finish(reportBundle(run));
  const charts = chartBundle(run);
  if (charts !== undefined) await liveDisplayIn(session, charts);
  if (storeProblem !== undefined) {
    await liveDisplayIn(session, { "text/plain": `Not all of the run is stored: ${storeProblem}` });
  }
  const report = makeReport(run);
  return shownAlready({ run, verdict: headline(report), conclusions: report.conclusions });
}

type DescribedPlan =
  | { readonly file: string; readonly changes: Partial<PlanInput> }
  | { readonly plan: unknown };

function describedPlan(subject: BenchSubject, options: BenchOptions): DescribedPlan {
  const { runsFolder: _folder, ...changes } = options;
  if (typeof subject === "string") return { file: subject, changes };
  if (typeof subject !== "object" || subject === null) throw notABenchmark(subject);
  if (Array.isArray(subject.arms)) return { plan: { ...subject, ...changes } };
  const names = Object.keys(subject);
  const arms = Object.entries(subject).map(([name, arm]) => ({ ...Object(arm), name }));
  if (arms.length !== 2) throw notABenchmark(names);
  return { plan: { name: names.join(" against "), arms, ...changes } };
}

function notABenchmark(value: unknown): TypeError {
  return new TypeError(
    `Cannot run a benchmark as it must be two arms by name, a plan, or the path of a plan: current value is ${valueText(value)}`,
  );
}
