/**
 * Runs A and B fairly: what is compared (a plan), in which order (a schedule), each request through the
 * whole pipeline with its stamps, the run's files, and the run's judgement of itself. Node and Deno.
 */
export { captureEnvironment } from "./store/environment.ts";
export { changePlan, type PlanChanges } from "./plan/change-plan.ts";
export { defaultPlan } from "./plan/default-plan.ts";
export { fileStore, type FileStore } from "./store/file-store.ts";
export { fileProblem } from "./plan/file-problem.ts";
export type { RunOptions } from "./measure/open-run.ts";
export { PlanError } from "./plan/plan-error.ts";
export { readPlanFile } from "./plan/plan-file.ts";
export {
  type Arm,
  type BufferChoice,
  type Margin,
  type Plan,
  type Prompts,
  type PlannedProvider,
  startsSimulator,
} from "./plan/plan.ts";
export {
  type ArmProgress,
  isUnfinished,
  progressAfter,
  type RunProgress,
} from "./measure/progress.ts";
export { describeProxies, hasProxySupport, type Proxies, proxiesIn } from "./store/proxies.ts";
export { type PlanInput, readPlan } from "./plan/read-plan.ts";
export { readRun, type StoredRun } from "./store/read-run.ts";
export { type RunEvent } from "./measure/run-event.ts";
export { runPlan } from "./measure/run-plan.ts";
export {
  type RunEnvironment,
  type Manifest,
  type RequestRecord,
  type RequestTruth,
  type Run,
} from "./store/run.ts";
export {
  type GateOutcome,
  type GateReading,
  type UnmeasuredReason,
  type Validity,
  type ValidityGate,
} from "./store/validity.ts";
export { schedule, type Trial } from "./measure/schedule.ts";
export { StoreError } from "./store/store-error.ts";
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
