import type { RunEnvironment, Plan, Run } from "../../bench/index.ts";

/** Which run it was. */
export interface RunFacts {
  readonly id: string;
  readonly startedAt: string;
  readonly status: "running" | "complete" | "interrupted" | "failed";
  readonly plan: Plan;
  readonly environment: RunEnvironment;
}

/** The facts of a run, without its figures. */
export function runFacts({ manifest }: Run): RunFacts {
  const { id, startedAt, status, plan, environment } = manifest;
  return { id, startedAt, status, plan, environment };
}
