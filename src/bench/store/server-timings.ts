import * as v from "valibot";

import { instantAfter, systemClock } from "../../clock/index.ts";
import type { Trace } from "../../events/index.ts";
import { quantile, sorted } from "../../stats/index.ts";
import type { RequestTruth } from "./run.ts";

/** Parts that were sent closer together than this may share a read through no fault of the client. */
const APART_US = 1000;

/** A simulator that is too busy to respond must not delay the run. */
const TIMEOUT_MS = 2000;

const timingsSchema = v.object({
  tokens: v.array(v.object({ dueUs: v.number(), sentUs: v.number() })),
});

/** When a server had to send each token and when it did, from the arrival of the request. */
export type ServerTimings = v.InferOutput<typeof timingsSchema>;

/** Parts of the text whose send times are known, and how many of them were sent apart but read together. */
export interface ReadCounts {
  readonly known: number;
  readonly coalesced: number;
}

/**
 * The URL of a simulator's record of a request; `undefined` for any other server, and for one on another machine,
 * because the network's latency would be part of the difference between its times and ours.
 *
 * @param url Of the request.
 * @param headers Of the response: a simulator sends the record's path as `x-sim-record`.
 */
export function timingsUrlIn(url: URL, headers: Headers): URL | undefined {
  const path = headers.get("x-sim-record");
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return isLoopback && path?.startsWith("/_sim/requests/") === true
    ? new URL(path, url.origin)
    : undefined;
}

/** Fetches a simulator's record of one request. Returns `undefined` if there is none, or after a timeout. */
export async function fetchServerTimings(url: URL | undefined): Promise<ServerTimings | undefined> {
  if (url === undefined) return undefined;
  const clock = systemClock();
  const timeout = new AbortController();
  const cancelTimeout = clock.callAt(instantAfter(clock.now(), TIMEOUT_MS), () => timeout.abort());
  try {
    const response = await fetch(url, { signal: timeout.signal });
    const parsed = v.safeParse(timingsSchema, await response.json());
    return response.ok && parsed.success ? parsed.output : undefined;
  } catch {
    // A request counts even without its record.
    return undefined;
  } finally {
    cancelTimeout();
  }
}

/** The summary that a line of `requests.jsonl` keeps; `undefined` if no token was sent. */
export function truthFrom(server: ServerTimings | undefined): RequestTruth | undefined {
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
export function latenessesMs(server: ServerTimings | undefined): number[] {
  return server?.tokens.map(({ dueUs, sentUs }) => (sentUs - dueUs) / 1000) ?? [];
}

/**
 * Counts the parts that arrived in one read with the previous one, although the server sent them apart: this
 * client was too busy to read them one by one. Known only if each part is one token.
 */
export function countReads({ events }: Trace, server: ServerTimings | undefined): ReadCounts {
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
