import type { EndReason } from "../../events/index.ts";
import type { Manifest, RequestRecord, Run } from "../store/run.ts";

/** Events of a run, in order: exactly one `run-start`, first, and one `run-end`, last. */
export type RunEvent =
  | {
      readonly type: "run-start";
      readonly manifest: Manifest;
      /** How many trials (including warm-up) and recordings will end. */
      readonly trials: number;
      /** `undefined` if the run is not stored. */
      readonly folder: string | undefined;
    }
  /** In mode `replay`: a stream was recorded, complete or not, for both arms of a pair to replay. */
  | { readonly type: "recording-end"; readonly pair: number; readonly end: EndReason }
  /** A request has ended, successfully or not, including warm-up. */
  | { readonly type: "trial-end"; readonly record: RequestRecord }
  | {
      readonly type: "run-end";
      readonly run: Run;
      /**
       * Why the run's folder is incomplete, in one line, with how much was measured; `undefined` if everything is
       * stored. If it is incomplete, the run stopped at that failure, and only `run` has all of it.
       */
      readonly storeProblem: string | undefined;
    };
