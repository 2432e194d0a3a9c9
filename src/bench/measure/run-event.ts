import type { EndReason } from "../../events/index.ts";
import type { Manifest, RequestRecord, Run } from "../store/run.ts";

/** What happens while a run goes on, in its order. Exactly one `run-start`, first, one `run-end`, last. */
export type RunEvent =
  | {
      readonly type: "run-start";
      readonly manifest: Manifest;
      /** How many ends there will be, of trials (those of the warm-up too) and of recordings. */
      readonly trials: number;
      /** The run's folder; `undefined` where it is not stored. */
      readonly folder: string | undefined;
    }
  /** Under `replay`: a stream was recorded, well or badly, for the arms of a pair to replay. */
  | { readonly type: "recording-end"; readonly pair: number; readonly end: EndReason }
  /** A request has ended, well or badly; those of the warm-up too. */
  | { readonly type: "trial-end"; readonly record: RequestRecord }
  | {
      readonly type: "run-end";
      readonly run: Run;
      /**
       * Why the run's folder lacks some of it, in one line, with how much was measured; `undefined` if all is
       * stored. Then the run is complete in memory only, and ended when the folder failed.
       */
      readonly storeProblem: string | undefined;
    };
