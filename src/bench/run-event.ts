import type { Manifest, RequestRecord, Run } from "./run-record.ts";

/** What happens while a run goes on, in its order. Exactly one `run-start`, first, one `run-end`, last. */
export type RunEvent =
  | {
      readonly type: "run-start";
      readonly manifest: Manifest;
      /** How many requests there will be, warm-up included. */
      readonly trials: number;
      /** The run's folder; `undefined` where it is not stored. */
      readonly folder: string | undefined;
    }
  /** A request has ended, well or badly; those of the warm-up too. */
  | { readonly type: "trial-end"; readonly record: RequestRecord }
  | { readonly type: "run-end"; readonly run: Run };
