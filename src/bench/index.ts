/**
 * Runs A and B fairly: what is compared (a plan), in which order (a schedule), each request through the
 * whole pipeline with its stamps, the run's files, and the run's judgement of itself. Node and Deno.
 */
export { captureEnvironment } from "./environment.ts";
export { changePlan, type PlanChanges } from "./change-plan.ts";
export { defaultPlan } from "./default-plan.ts";
export { fileStore, type FileStore } from "./file-store.ts";
export { fileProblem } from "./file-problem.ts";
export type { RunOptions } from "./open-run.ts";
export { PlanError } from "./plan-error.ts";
export { readPlanFile } from "./plan-file.ts";
export {
  type Arm,
  type BufferChoice,
  EMBEDDED,
  type Margin,
  type Plan,
  type Prompts,
  type ProviderChoice as PlannedProvider,
} from "./plan.ts";
export { type ArmProgress, hasFailed, progressAfter, type RunProgress } from "./progress.ts";
export { describeProxies, hasProxySupport, type Proxies, proxiesIn } from "./proxies.ts";
export { type PlanInput, readPlan } from "./read-plan.ts";
export { readRun, type StoredRun } from "./read-run.ts";
export { type RunEvent } from "./run-event.ts";
export { runPlan } from "./run-plan.ts";
export {
  type Environment,
  type Manifest,
  type RequestRecord,
  type RequestTruth,
  type Run,
  type Validity,
  type ValidityGate,
} from "./run-record.ts";
export { schedule, type Trial } from "./schedule.ts";
export { StoreError } from "./store-error.ts";
export { judgeValidity } from "./validity/judge-validity.ts";
export { type ArmObservation, type SelfObservation } from "./validity/self-observation.ts";
export {
  type ArmErrors,
  type ErrorDifference,
  errorDifference,
  errorsByArm,
  type MeasuringError,
  type MeasuringErrors,
  measuringErrors,
} from "./validity/measuring-error.ts";
