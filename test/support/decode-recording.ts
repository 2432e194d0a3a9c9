import { VirtualClock } from "../../src/clock/index.ts";
import { collect, type Trace, traceRecorder } from "../../src/events/index.ts";
import { type Provider, type Recording, replayRecording } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";

/**
 * What today's decoder makes of a recorded answer: its events at the recorded times, worked out without
 * waiting for them. A recording that failed is not tried again.
 *
 * @param provider An adapter of the wire that was recorded; it makes no request.
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
