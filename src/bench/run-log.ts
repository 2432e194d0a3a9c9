import type { Learnt, Measured } from "./measure-trial.ts";
import { hasFailed } from "./progress.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Manifest, RequestRecord, Run, Validity } from "./run-record.ts";
import type { SelfObservation } from "./validity.ts";

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
  readonly learnt: Pick<SelfObservation, "serverLatenessMs" | "pieces" | "requests">;
  /** Puts the run together and writes what its folder lacks. */
  close(status: Manifest["status"], validity: Validity): Promise<Run>;
}

export interface RunLogOptions {
  readonly manifest: Manifest;
  readonly folder: RunFolder | undefined;
  readonly keepTraces: boolean;
}

/** A {@link RunLog} that has seen nothing yet. */
export function runLog({ manifest, folder, keepTraces }: RunLogOptions): RunLog {
  const requests: RequestRecord[] = [];
  const serverLatenessMs: number[] = [];
  const pieces = { known: 0, coalesced: 0 };
  let asked = 0;
  let succeeded = false;

  return {
    add({ record, trace }) {
      requests.push(record);
      folder?.appendRequest(record);
      if (keepTraces) folder?.appendTrace(trace);
    },
    learn({ end, warmUp, ...self }) {
      asked++;
      succeeded ||= !hasFailed(end);
      if (warmUp) return;
      for (const latenessMs of self.serverLatenessMs) serverLatenessMs.push(latenessMs);
      pieces.known += self.pieces.known;
      pieces.coalesced += self.pieces.coalesced;
    },
    get hopeless() {
      return !succeeded && asked >= HOPELESS_AFTER;
    },
    get learnt() {
      return {
        serverLatenessMs,
        pieces,
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
