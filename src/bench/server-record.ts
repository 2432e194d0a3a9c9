import * as v from "valibot";

import { instantAfter, systemClock } from "../clock/index.ts";
import type { Trace } from "../events/index.ts";
import { quantile, sorted } from "../stats/index.ts";
import type { RequestTruth } from "./run-record.ts";

/** Pieces that were sent nearer to each other than this may share a read by nobody's fault. */
const APART_US = 1000;

/** A server that does not answer this in time is not one of ours. */
const PATIENCE_MS = 2000;

const recordSchema = v.object({
  tokens: v.array(v.object({ dueUs: v.number(), sentUs: v.number() })),
});

/** When a server was to send each token and when it did, from the request's arrival there. */
export type ServerRecord = v.InferOutput<typeof recordSchema>;

/** Pieces of text whose sends the server tells, and how many came in one read though sent apart. */
export interface Pieces {
  readonly known: number;
  readonly coalesced: number;
}

/**
 * Asks a simulator what it did for the request of a trace. Gives `undefined` where there is nobody to
 * ask, or the server does not know.
 */
export async function askServer(
  origin: string | undefined,
  trace: Trace,
): Promise<ServerRecord | undefined> {
  const start = trace.events.find(({ event }) => event.type === "stream-start")?.event;
  const id = start?.type === "stream-start" ? start.requestId : undefined;
  if (origin === undefined || id === undefined) return undefined;
  const clock = systemClock();
  const patience = new AbortController();
  const stopWaiting = clock.callAt(instantAfter(clock.now(), PATIENCE_MS), () => patience.abort());
  try {
    const response = await fetch(`${origin}/_sim/requests/${encodeURIComponent(id)}`, {
      signal: patience.signal,
    });
    const parsed = v.safeParse(recordSchema, await response.json());
    return response.ok && parsed.success ? parsed.output : undefined;
  } catch {
    // Somebody else's server on this machine: it owes us no answer.
    return undefined;
  } finally {
    stopWaiting();
  }
}

/** A server's record in the few numbers that a request's line keeps; `undefined` where no token was sent. */
export function truthIn(server: ServerRecord | undefined): RequestTruth | undefined {
  const sentUs = server?.tokens.map((token) => token.sentUs) ?? [];
  const [firstUs] = sentUs;
  if (server === undefined || firstUs === undefined) return undefined;
  const gapsUs = sentUs.slice(1).map((at, index) => at - (sentUs[index] ?? at));
  return {
    ttftMs: firstUs / 1000,
    medianItlMs: gapsUs.length === 0 ? undefined : quantile(sorted(gapsUs), 0.5) / 1000,
    latenessP99Ms: quantile(sorted(latenessesMs(server)), 0.99),
  };
}

/** How late the server was with each token, in milliseconds. */
export function latenessesMs(server: ServerRecord | undefined): number[] {
  return server?.tokens.map(({ dueUs, sentUs }) => (sentUs - dueUs) / 1000) ?? [];
}

/**
 * How many pieces arrived in one read with the one before, though the server had sent them apart: this
 * client was too busy to read them one by one. Known only where one piece is one token.
 */
export function coalescedPieces({ events }: Trace, server: ServerRecord | undefined): Pieces {
  const reads = events.flatMap(({ event, read }) =>
    event.type === "text-delta" && event.text !== "" ? [read] : [],
  );
  const tokens = server?.tokens ?? [];
  if (tokens.length !== reads.length) return { known: 0, coalesced: 0 };
  const coalesced = tokens.filter(({ sentUs }, index) => {
    const before = tokens[index - 1];
    if (before === undefined || reads[index] === undefined) return false;
    return reads[index] === reads[index - 1] && sentUs - before.sentUs >= APART_US;
  });
  return { known: tokens.length, coalesced: coalesced.length };
}
