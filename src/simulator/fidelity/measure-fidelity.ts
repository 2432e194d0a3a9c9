import { once } from "node:events";
import { request } from "node:http";
import { connect, type Socket } from "node:net";

import { type Clock, elapsedMs, preciseClock } from "../../clock/index.ts";
import type { Recording, ReplayOptions } from "../../providers/index.ts";
import { replayFidelity, type ReplayFidelity } from "./replay-fidelity.ts";
import { serveRecording } from "./serve-recording.ts";

/**
 * Serves a recording on loopback, reads it, and says how far the reads were from the recorded times: what
 * this machine adds to a replay, from the request to the client's read.
 *
 * A read counts as come when its last byte has. It takes as long as the recording did, at this speed.
 *
 * @throws {RangeError} When the recording has no reads, or `speed` is not positive.
 * @throws {Error} When the bytes that came are not those of the recording.
 *
 * @example
 * ```ts
 * const line =
 *   '{"recording":1,"provider":"p","model":"m","attempt":1,"request":{"method":"GET","url":"http://a/",' +
 *   '"headers":{},"body":null},"status":200,"headers":{},"headersUs":5,"reads":[[7,"SGk="]],' +
 *   '"end":{"kind":"complete","us":9}}';
 * const [recording] = readRecordings(line).recordings;
 * const fidelity = recording && (await measureFidelity(recording));
 * fidelity?.reads; // 1
 * ```
 */
export async function measureFidelity(
  recording: Recording,
  { speed = 1 }: ReplayOptions = {},
): Promise<ReplayFidelity> {
  const clock = preciseClock();
  // The first answer of a process pays for what the later ones find ready.
  await arrivalsFrom(recording, { clock, speed: Infinity });
  const arrivals = await arrivalsFrom(recording, { clock, speed });
  const { sentAt, reads } = recording;
  return replayFidelity(
    reads.map(({ at }) => elapsedMs(sentAt, at) / speed),
    readTimes(reads, arrivals),
  );
}

/** Bytes that came at once, in milliseconds after the request. */
interface Arrival {
  readonly atMs: number;
  readonly sizeBytes: number;
}

async function arrivalsFrom(
  recording: Recording,
  options: { readonly clock: Clock; readonly speed: number },
): Promise<Arrival[]> {
  const { clock } = options;
  const server = await serveRecording(recording, options);
  const arrivals: Arrival[] = [];
  try {
    const socket = await connected(server.url);
    await new Promise<void>((resolve, reject) => {
      let startedAt = clock.now();
      const asking = request(server.url, { createConnection: () => socket }, (response) => {
        response.on("data", ({ length }: Buffer) => {
          arrivals.push({ atMs: elapsedMs(startedAt, clock.now()), sizeBytes: length });
        });
        // A recording that broke breaks here too.
        response.on("error", () => undefined);
        response.on("close", resolve);
      });
      asking.on("error", reject);
      // Making a request ready takes most of a millisecond: it begins when it has left.
      asking.on("finish", () => {
        startedAt = clock.now();
      });
      asking.end();
    });
  } finally {
    await server.close();
  }
  return arrivals;
}

/** A recording knows nothing of connecting: that was done before, or stands in the time to its headers. */
async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** When the last byte of each read was there: reads may come together, or in pieces. */
function readTimes(reads: Recording["reads"], arrivals: readonly Arrival[]): readonly number[] {
  let next = 0;
  let cameBytes = 0;
  let wantedBytes = 0;
  let atMs = 0;
  return reads.map(({ bytes }) => {
    wantedBytes += bytes.byteLength;
    for (let arrival = arrivals[next]; cameBytes < wantedBytes; arrival = arrivals[++next]) {
      if (arrival === undefined) {
        throw new Error(
          `Cannot measure as every byte must come back: current number is ${cameBytes} of ${wantedBytes}`,
        );
      }
      cameBytes += arrival.sizeBytes;
      ({ atMs } = arrival);
    }
    return atMs;
  });
}
