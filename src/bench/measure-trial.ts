import { type Clock, elapsedMs, type Instant, VirtualClock } from "../clock/index.ts";
import type { Trace } from "../events/index.ts";
import { replayTrace } from "../providers/index.ts";
import type { Sources } from "./open-source.ts";
import type { RequestRecord } from "./run-record.ts";
import { recordOf, runTrial } from "./run-trial.ts";
import type { Trial } from "./schedule.ts";
import {
  askServer,
  coalescedPieces,
  latenessesMs,
  type Pieces,
  type ServerRecord,
  truthIn,
} from "./server-record.ts";

/** What all trials of a run share. */
export interface Workbench {
  readonly clock: Clock;
  readonly startedAt: Instant;
  readonly prompts: readonly string[];
  readonly sources: Sources;
  readonly signal: AbortSignal;
  /** Gives the recording that a trial replays; `undefined` where it is recorded from the arm's provider. */
  readonly traceFor: ((trial: Trial) => Trace | Promise<Trace>) | undefined;
}

/** One trial's line, and what the run learns from it about itself. */
export interface Measured {
  readonly record: RequestRecord;
  readonly trace: Trace;
  readonly serverLatenessMs: readonly number[];
  readonly pieces: Pieces;
}

interface Recording {
  readonly trace: Trace;
  readonly scheduledAtMs: number;
  readonly server: ServerRecord | undefined;
}

/** Makes a trial's request and measures it. Gives nothing where the run was stopped meanwhile. */
export async function measureLive(trial: Trial, bench: Workbench): Promise<readonly Measured[]> {
  if (bench.signal.aborted) return [];
  const { clock, startedAt, signal, sources, prompts } = bench;
  const scheduledAtMs = elapsedMs(startedAt, clock.now());
  const result = await runTrial(trial, {
    provider: sources.providerFor(trial.arm.provider),
    prompt: prompts[trial.prompt] ?? "",
    clock,
    signal,
  });
  // What we cut short ourselves is no measurement.
  if (signal.aborted && result.shown.end?.kind === "aborted") return [];
  const server = await askServer(sources.truthOrigin(trial.arm.provider), result.trace);
  return [
    {
      record: recordOf(result, { trial, scheduledAtMs, truth: truthIn(server) }),
      trace: result.trace,
      serverLatenessMs: latenessesMs(server),
      pieces: coalescedPieces(result.trace, server),
    },
  ];
}

/**
 * Records one stream and replays it through the buffer of every trial of a pair, in virtual time: the
 * arms get the same pieces at the same instants, so that nothing but the buffers differs.
 */
export async function measureReplayed(
  pair: readonly Trial[],
  bench: Workbench,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  let recording: Recording | undefined;
  for (const trial of pair) {
    if (bench.signal.aborted) return [];
    recording = bench.traceFor
      ? { trace: await bench.traceFor(trial), scheduledAtMs: 0, server: undefined }
      : (recording ?? (await record(trial, bench)));
    if (recording === undefined) return [];
    measured.push(await replay(trial, recording));
  }
  const [first] = measured;
  if (recording === undefined || first === undefined) return [];
  // What the server says of the recording counts once, not once an arm.
  const { trace, server } = recording;
  const learnt = {
    serverLatenessMs: latenessesMs(server),
    pieces: coalescedPieces(trace, server),
  };
  return [{ ...first, ...learnt }, ...measured.slice(1)];
}

async function record(trial: Trial, bench: Workbench): Promise<Recording | undefined> {
  const { clock, startedAt, signal, sources, prompts } = bench;
  const scheduledAtMs = elapsedMs(startedAt, clock.now());
  const arm = { ...trial.arm, buffer: { strategy: "immediate", options: {} } };
  const { trace, shown } = await runTrial(
    { ...trial, id: `recording-${trial.pair}`, arm },
    {
      provider: sources.providerFor(arm.provider),
      prompt: prompts[trial.prompt] ?? "",
      clock,
      signal,
    },
  );
  if (signal.aborted && shown.end?.kind === "aborted") return undefined;
  return {
    trace,
    scheduledAtMs,
    server: await askServer(sources.truthOrigin(arm.provider), trace),
  };
}

async function replay(trial: Trial, { trace, ...recorded }: Recording): Promise<Measured> {
  const clock = new VirtualClock();
  const result = await clock.runUntil(
    runTrial(trial, { provider: replayTrace(trace), prompt: "", clock }),
  );
  const truth = truthIn(recorded.server);
  return {
    record: recordOf(result, { trial, scheduledAtMs: recorded.scheduledAtMs, truth }),
    trace: result.trace,
    serverLatenessMs: [],
    pieces: { known: 0, coalesced: 0 },
  };
}
