import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import {
  type Clock,
  elapsedMs,
  type Instant,
  instantAfter,
  sleepUntil,
} from "../../clock/index.ts";
import type { Fetch } from "../http/send-request.ts";
import type { Provider } from "../provider.ts";
import type { Recording } from "./recording.ts";
import type { ReplayOptions } from "./replay-trace.ts";

/**
 * The provider with a recorded response in place of its server: the current decoder gets the bytes, read by read at the
 * recorded times. This tests a fixed decoder on the response that broke the old one.
 *
 * Every request gets the same response; API keys and credentials are ignored.
 *
 * @throws {RangeError} When `speed` is not positive.
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
 * const answer = recording && stream("?", { provider: replayRecording(recording, ollamaChat()), model: "m" });
 * answer && (await collect(answer)).text; // "Hi"
 * ```
 */
export function replayRecording(
  recording: Recording,
  provider: Provider,
  { speed = 1 }: ReplayOptions = {},
): Provider {
  requireNumbers("replay", { speed }, POSITIVE_OR_INFINITE);
  const { id, capabilities } = provider;
  return {
    id,
    capabilities,
    stream: (request, attempt) =>
      provider.stream(request, {
        ...attempt,
        fetch: recordedFetch(recording, { clock: attempt.clock, speed }),
      }),
  };
}

/**
 * A `fetch` that responds to every request with the recording: status, headers and reads, each at its time after the
 * request. A broken body breaks again; an abandoned one ends.
 */
export function recordedFetch(
  recording: Recording,
  { clock, speed }: { readonly clock: Clock; readonly speed: number },
): Fetch {
  const { sentAt, headersAt, reads, end, status, headers } = recording;

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const startedAt = clock.now();
    const due = (at: Instant) =>
      instantAfter(startedAt, Math.max(0, elapsedMs(sentAt, at)) / speed);
    await sleepUntil(clock, due(headersAt), signal);

    let next = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const read = reads[next++];
          if (read !== undefined) {
            await sleepUntil(clock, due(read.at), signal);
            controller.enqueue(read.bytes.slice());
            return;
          }
          await sleepUntil(clock, due(end.at), signal);
          const broken = errorOfEnd(recording);
          if (broken === undefined) controller.close();
          else controller.error(broken);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
  };
}

/** The platform throws for a body with one of these statuses. */
const WITHOUT_BODY = [204, 205, 304];

function errorOfEnd({ end }: Recording): Error | undefined {
  if (end.kind === "complete" || end.kind === "left") return undefined;
  const cause =
    end.kind === "broken" ? end.cause : `the recording ends after ${end.limitBytes} bytes`;
  return new TypeError("terminated", { cause: new Error(cause) });
}
