import type { Learnt, Measured } from "./measure-trial.ts";
import { hasFailed } from "./progress.ts";
import type { RunFolder } from "../store/run-folder.ts";
import type { Manifest, RequestRecord, Run, Validity } from "../store/run.ts";
import type { ArmObservation, SelfObservation } from "../validity/self-observation.ts";

/** So many failures and nothing else: what is wrong is wrong for every request. */
const HOPELESS_AFTER = 3;

/** Keeps what a run has measured: in memory, and in its folder where it has one. */
export interface RunLog {
  add(measured: Measured): void;
  /** Takes what a request that was really made tells about the run. */
  learn(learnt: Learnt): void;
  /** Whether the first requests have all failed. */
  readonly hopeless: boolean;
  /** What the requests that count tell about the run itself. */
  readonly learnt: Pick<SelfObservation, "arms" | "requests">;
  /** Puts the run together and writes what its folder lacks. */
  close(status: Manifest["status"], validity: Validity): Promise<Run>;
}

export interface RunLogOptions {
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly keepTraces: boolean;
}

interface GrowingObservation extends ArmObservation {
  readonly sendLatenessMs: number[];
  readonly serverLatenessMs: number[];
  readonly reads: { known: number; coalesced: number };
}

function noObservation(arm: string): GrowingObservation {
  return { arm, sendLatenessMs: [], serverLatenessMs: [], reads: { known: 0, coalesced: 0 } };
}

/** A {@link RunLog} that has seen nothing yet. */
export function runLog({ manifest, folder, keepTraces }: RunLogOptions): RunLog {
  const requests: RequestRecord[] = [];
  const arms = new Map<string, GrowingObservation>();
  let asked = 0;
  let succeeded = false;

  return {
    add({ record, trace }) {
      requests.push(record);
      folder?.appendRequest(record);
      if (keepTraces) folder?.appendTrace(trace);
    },
    learn({ end, warmUp, arm, ...seen }) {
      asked++;
      succeeded ||= !hasFailed(end);
      if (warmUp) return;
      const own = arms.get(arm) ?? noObservation(arm);
      arms.set(arm, own);
      if (seen.sendLatenessMs !== undefined) own.sendLatenessMs.push(seen.sendLatenessMs);
      for (const latenessMs of seen.serverLatenessMs) own.serverLatenessMs.push(latenessMs);
      own.reads.known += seen.reads.known;
      own.reads.coalesced += seen.reads.coalesced;
    },
    get hopeless() {
      return !succeeded && asked >= HOPELESS_AFTER;
    },
    get learnt() {
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
