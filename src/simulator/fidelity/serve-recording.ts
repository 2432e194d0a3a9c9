import { createServer, type ServerResponse } from "node:http";

import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import {
  type Clock,
  elapsedMs,
  type Instant,
  instantAfter,
  preciseClock,
} from "../../clock/index.ts";
import type { Recording, ReplayOptions } from "../../providers/index.ts";
import { httpSink } from "../delivery/http-sink.ts";
import { listen } from "../delivery/listen.ts";

/** Options of {@link serveRecording}. */
export interface ServeOptions extends ReplayOptions {
  /** @defaultValue A clock with microsecond precision. */
  readonly clock?: Clock | undefined;
}

/** A server on loopback that plays one recording. */
export interface RecordingServer {
  /** Base URL; every path answers. */
  readonly url: string;
  /** Ends all answers and the server. */
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that answers every request with the recording: status, headers, and one write per read,
 * each at its recorded time after the request. If the recorded body broke off, the connection is reset.
 *
 * @throws {RangeError} When `speed` is not positive.
 *
 * @example
 * ```ts
 * const line =
 *   '{"recording":1,"provider":"p","model":"m","attempt":1,"request":{"method":"GET","url":"http://a/",' +
 *   '"headers":{},"body":null},"status":200,"headers":{},"headersUs":5,"reads":[[7,"SGk="]],' +
 *   '"end":{"kind":"complete","us":9}}';
 * const [recording] = readRecordings(line).recordings;
 * const server = recording && (await serveRecording(recording));
 * const text = server && (await (await fetch(server.url)).text());
 * await server?.close();
 * text; // "Hi"
 * ```
 */
export async function serveRecording(
  recording: Recording,
  { clock = preciseClock(), speed = 1 }: ServeOptions = {},
): Promise<RecordingServer> {
  requireNumbers("replay", { speed }, POSITIVE_OR_INFINITE);
  const server = createServer((request, response) => {
    const arrivedAt = clock.now();
    let cancel: (() => void) | undefined;
    request.resume();
    response.once("close", () => cancel?.());
    play(recording, response, (at, act) => {
      const waitMs = elapsedMs(recording.sentAt, at) / speed;
      cancel = clock.callAt(instantAfter(arrivedAt, waitMs), act);
    });
  });
  server.on("connection", (socket) => socket.setNoDelay(true));
  const { port, close } = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** Each step schedules the next: even a long recording needs only one timer. */
function play(
  { headersAt, reads, end, status, headers }: Recording,
  response: ServerResponse,
  callAt: (at: Instant, act: () => void) => void,
): void {
  const sink = httpSink(response);

  function step(index: number): void {
    const read = reads[index];
    if (read === undefined) {
      const endsCleanly = end.kind === "complete" || end.kind === "left";
      callAt(end.at, endsCleanly ? () => sink.end() : () => sink.cut("rst"));
      return;
    }
    callAt(read.at, () => {
      sink.write(read.bytes);
      step(index + 1);
    });
  }

  callAt(headersAt, () => {
    sink.head(status, { ...headers });
    sink.flush();
    step(0);
  });
}
