import * as v from "valibot";

import { instantAfter, systemClock } from "../../clock/index.ts";
import type { Trace } from "../../events/index.ts";
import { quantile, sorted } from "../../stats/index.ts";
import type { RequestTruth } from "./run.ts";

/** Parts that were sent closer together than this may share a read through no fault of the client. */
const APART_US = 1000;

/** A simulator that is too busy for this must not hold up the run. */
const PATIENCE_MS = 2000;

const recordSchema = v.object({
  tokens: v.array(v.object({ dueUs: v.number(), sentUs: v.number() })),
});

/** When a server was to send each token and when it did, from the request's arrival there. */
export type ServerRecord = v.InferOutput<typeof recordSchema>;

/** Parts of the text whose send times are known, and how many of them were sent apart but read together. */
export interface ReadCounts {
  readonly known: number;
  readonly coalesced: number;
}

/**
 * The URL of a simulator's record of the request that it answered; `undefined` for any other server, and for one on
 * another machine, as the network would stand between its times and ours.
 *
 * @param url Of the request.
 * @param headers Of the answer: a simulator sends the record's path as `x-sim-record`.
 */
export function recordUrlIn(url: URL, headers: Headers): URL | undefined {
  const path = headers.get("x-sim-record");
  if (path?.startsWith("/_sim/requests/") !== true || !isLoopback(url)) return undefined;
  return new URL(path, url.origin);
}

function isLoopback({ hostname }: URL): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** Fetches a simulator's record of one request. Returns `undefined` if it has none, or takes too long. */
export async function fetchServerRecord(url: URL | undefined): Promise<ServerRecord | undefined> {
  if (url === undefined) return undefined;
  const clock = systemClock();
  const patience = new AbortController();
  const stopWaiting = clock.callAt(instantAfter(clock.now(), PATIENCE_MS), () => patience.abort());
  try {
    const response = await fetch(url, { signal: patience.signal });
    const parsed = v.safeParse(recordSchema, await response.json());
    return response.ok && parsed.success ? parsed.output : undefined;
  } catch {
    // A request is measured even without its record.
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
 * Counts the parts that arrived in one read with the previous one, although the server sent them apart: this
 * client was too busy to read them one by one. Known only if each part is one token.
 */
export function countReads({ events }: Trace, server: ServerRecord | undefined): ReadCounts {
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
