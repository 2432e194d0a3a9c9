import { once } from "node:events";
import { request } from "node:http";
import { connect, type Socket } from "node:net";

import { type Clock, elapsedMs, preciseClock } from "../../clock/index.ts";
import type { Recording, ReplayOptions } from "../../providers/index.ts";
import { replayFidelity, type ReplayFidelity } from "./replay-fidelity.ts";
import { serveRecording } from "./serve-recording.ts";

/**
 * Serves a recording on loopback, reads it, and returns how far the reads were from the recorded times: the error that
 * this machine adds to a replay, from the request to the client's read.
 *
 * A read has arrived when its last byte has. Takes as long as the recording at this speed.
 *
 * @throws {RangeError} When the recording has no reads, or `speed` is not positive.
 * @throws {Error} When fewer bytes arrive than were recorded.
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
  // Warm-up: the first answer of a process is slower.
  await arrivalsFrom(recording, { clock, speed: Infinity });
  const arrivals = await arrivalsFrom(recording, { clock, speed });
  const { sentAt, reads } = recording;
  return replayFidelity(
    reads.map(({ at }) => elapsedMs(sentAt, at) / speed),
    readTimes(reads, arrivals),
  );
}

interface Arrival {
  readonly atMs: number;
  readonly sizeBytes: number;
}

async function arrivalsFrom(
  recording: Recording,
  { clock, speed }: { readonly clock: Clock; readonly speed: number },
): Promise<Arrival[]> {
  const server = await serveRecording(recording, { clock, speed });
  const arrivals: Arrival[] = [];
  try {
    const socket = await connected(server.url);
    await new Promise<void>((resolve, reject) => {
      let startedAt = clock.now();
      const outgoing = request(server.url, { createConnection: () => socket }, (response) => {
        response.on("data", ({ length }: Buffer) => {
          arrivals.push({ atMs: elapsedMs(startedAt, clock.now()), sizeBytes: length });
        });
        // A connection that broke in the recording also breaks here.
        response.on("error", () => undefined);
        response.on("close", resolve);
      });
      outgoing.on("error", reject);
      // Preparing a request takes most of a millisecond: time starts once it has been sent.
      outgoing.on("finish", () => {
        startedAt = clock.now();
      });
      outgoing.end();
    });
  } finally {
    await server.close();
  }
  return arrivals;
}

/** Connects in advance: a recording does not contain the time to connect, or has it in the time to its headers. */
async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Arrival of the last byte of each read: several reads may arrive as one chunk, and one read as several. */
function readTimes(reads: Recording["reads"], arrivals: readonly Arrival[]): readonly number[] {
  let next = 0;
  let receivedBytes = 0;
  let expectedBytes = 0;
  let atMs = 0;
  return reads.map(({ bytes }) => {
    expectedBytes += bytes.byteLength;
    for (let arrival = arrivals[next]; receivedBytes < expectedBytes; arrival = arrivals[++next]) {
      if (arrival === undefined) {
        throw new Error(
          `Cannot measure as every byte must arrive: current value is ${receivedBytes} of ${expectedBytes} bytes`,
        );
      }
      receivedBytes += arrival.sizeBytes;
      ({ atMs } = arrival);
    }
    return atMs;
  });
}
