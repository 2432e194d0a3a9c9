import { VirtualClock } from "../clock/index.ts";
import { collect, type Trace, traceRecorder } from "../events/index.ts";
import { type Provider, type Recording, replayRecording } from "../providers/index.ts";
import { seededRandom } from "../stats/index.ts";
import { startStream } from "./start-stream.ts";

/**
 * What today's decoder makes of a recorded answer: its events at the recorded times, worked out without
 * waiting for them. A recording that failed is not tried again.
 *
 * @param provider An adapter of the wire that was recorded; it makes no request.
 *
 * @example
 * ```ts
 * const { recordings } = readRecordings(
 *   '{"recording":1,"provider":"ollama-chat","model":"m","attempt":1,"request":{"method":"POST",' +
 *     '"url":"http://127.0.0.1:11434/api/chat","headers":{},"body":null},"status":200,' +
 *     '"headers":{"content-type":"application/x-ndjson"},"headersUs":1000,"reads":[[2000,' +
 *     `"${btoa('{"message":{"content":"Hi"},"done":true}')}"]],"end":{"kind":"complete","us":2000}}`,
 * );
 * const [recording] = recordings;
 * const trace = recording && (await decodeRecording(recording, ollamaChat()));
 * trace?.reads[0]?.at; // 2
 * ```
 */
export async function decodeRecording(recording: Recording, provider: Provider): Promise<Trace> {
  const clock = new VirtualClock();
  const trace = traceRecorder({ id: "decoded", scheduledAt: clock.now() });
  const stream = startStream(
    replayRecording(recording, provider),
    { model: recording.model, messages: [{ role: "user", content: "" }] },
    {
      clock,
      trace,
      random: seededRandom(1),
      retry: { attempts: 1 },
      // A deadline would come while an SDK gets ready, in which no time passes here.
      deadlines: { firstTokenMs: Infinity, idleMs: Infinity, totalMs: Infinity },
    },
  );
  await clock.runUntil(collect(stream));
  return trace.trace();
}
