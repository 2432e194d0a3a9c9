import type { MeasuredTrial, TrialObservation } from "./measure-trial.ts";
import { isUnfinished } from "./progress.ts";
import type { RunFolder } from "../store/run-folder.ts";
import type { Manifest, RequestRecord, Run } from "../store/run.ts";
import type { Validity } from "../store/validity.ts";
import type { ArmObservation, SelfObservation } from "../validity/self-observation.ts";

/** If the first requests all fail, the others would too. */
const ALL_FAILED_AFTER = 3;

/** The results of a run while it goes on: in memory, and in its folder if it has one. */
export interface RunLog {
  add(measured: MeasuredTrial): void;
  /** For a request that was really sent. */
  observe(observation: TrialObservation): void;
  readonly allFailed: boolean;
  /** What the requests that count show about the run itself. */
  readonly observations: Pick<SelfObservation, "arms" | "requests">;
  /** Writes what is still missing in the folder, and returns the run. */
  close(status: Manifest["status"], validity: Validity): Promise<Run>;
}

interface RunLogOptions {
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly keepTraces: boolean;
}

interface GrowingObservation extends ArmObservation {
  readonly sendLatenessMs: number[];
  readonly serverLatenessMs: number[];
  readonly reads: { known: number; coalesced: number };
}

export function runLog({ manifest, folder, keepTraces }: RunLogOptions): RunLog {
  const requests: RequestRecord[] = [];
  const arms = new Map<string, GrowingObservation>();
  let ended = 0;
  let succeeded = false;

  return {
    add({ record, trace }) {
      requests.push(record);
      folder?.appendRequest(record);
      if (keepTraces) folder?.appendTrace(trace);
    },
    observe({ end, warmUp, arm, ...observed }) {
      ended++;
      succeeded ||= !isUnfinished(end);
      if (warmUp) return;
      const reads = { known: 0, coalesced: 0 };
      const ofArm = arms.get(arm) ?? { arm, sendLatenessMs: [], serverLatenessMs: [], reads };
      arms.set(arm, ofArm);
      if (observed.sendLatenessMs !== undefined) ofArm.sendLatenessMs.push(observed.sendLatenessMs);
      for (const latenessMs of observed.serverLatenessMs) ofArm.serverLatenessMs.push(latenessMs);
      ofArm.reads.known += observed.reads.known;
      ofArm.reads.coalesced += observed.reads.coalesced;
    },
    get allFailed() {
      return !succeeded && ended >= ALL_FAILED_AFTER;
    },
    get observations() {
      return {
        arms: [...arms.values()],
        requests: requests.filter(({ warmUp }) => !warmUp),
      };
    },
    async close(status, validity) {
      const closed = { ...manifest, status, validity };
      await folder?.end(closed);
      return { manifest: closed, requests };
    },
  };
}
