/**
 * Runs A and B fairly: the plan, the order of the requests, each request with its timestamps through the
 * whole pipeline, the run's files, and the validity of its results. Node and Deno.
 */
export { captureEnvironment } from "./store/environment.ts";
export { defaultPlan, type PlanChanges } from "./plan/change-plan.ts";
export { fileStore, type FileStore } from "./store/file-store.ts";
export { fileProblem } from "./plan/text-file.ts";
export type { RunOptions } from "./measure/open-run.ts";
export { PlanError } from "./plan/plan-error.ts";
export { readPlanFile } from "./plan/plan-file.ts";
export { type Arm, type Margin, type Plan, startsSimulator } from "./plan/plan.ts";
export {
  isUnfinished,
  progressAfter,
  type RunEvent,
  type RunProgress,
} from "./measure/progress.ts";
export { describeProxies, hasProxySupport, type Proxies, proxiesIn } from "./store/proxies.ts";
export { type PlanInput, readPlan } from "./plan/read-plan.ts";
export { parseRun, type RunFiles, type StoredRun } from "./store/parse-run.ts";
export { readRun } from "./store/read-run.ts";
export { runPlan } from "./measure/run-plan.ts";
export { type RunEnvironment, type Manifest, type RequestRecord, type Run } from "./store/run.ts";
export {
  type GateReading,
  type UnmeasuredReason,
  type Validity,
  type ValidityGate,
} from "./store/validity.ts";
export type { Trial } from "./measure/schedule.ts";
export { StoreError } from "./store/store-error.ts";
export {
  type ErrorDifference,
  errorDifference,
  type MeasuringError,
  measuringErrors,
} from "./validity/measuring-error.ts";
