import type { RunEnvironment, Plan, Run } from "../../bench/index.ts";

/** Identity, plan and environment of a run. */
export interface RunFacts {
  readonly id: string;
  readonly startedAt: string;
  readonly status: "running" | "complete" | "interrupted" | "failed";
  readonly plan: Plan;
  readonly environment: RunEnvironment;
}

export function runFacts({ manifest }: Run): RunFacts {
  const { id, startedAt, status, plan, environment } = manifest;
  return { id, startedAt, status, plan, environment };
}
