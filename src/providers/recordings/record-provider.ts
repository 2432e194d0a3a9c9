import type { Clock, Instant } from "../../clock/index.ts";
import { messageOf, rootCauseOf } from "../../events/index.ts";
import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import type { Fetch } from "../http/send-request.ts";
import { secretEraser } from "./secret-eraser.ts";
import type { Provider } from "../provider.ts";
import { recordableHeaders, recordedRequest, RESPONSE_HEADERS } from "./recorded-request.ts";
import type { RecordedEnd, RecordedRead, Recording } from "./recording.ts";

/** Limits and secrets of a recording. */
export interface RecordOptions {
  /**
   * Strings that must not be recorded, in addition to the secrets of the request. Strings of fewer than 8 characters are
   * ignored: they are placeholders such as `none`, which occur in any text.
   */
  readonly secrets?: readonly string[] | undefined;
  /** Maximum size of a recorded body, in bytes; the rest is passed on unrecorded. @defaultValue 16 MiB */
  readonly limitBytes?: number | undefined;
}

/**
 * The same provider, with every response recorded byte for byte, including errors. Requests without a response are not
 * recorded.
 *
 * A recording is passed on when its body has ended or was abandoned, before the stream's last event. It has no API keys:
 * see {@link Recording}. Its times are those at which the adapter received the bytes. Cost: one copy of each read.
 *
 * @throws {RangeError} When `limitBytes` is not positive.
 *
 * @example
 * ```ts
 * const recordings: Recording[] = [];
 * const ollama = ollamaChat({
 *   fetch: async () =>
 *     new Response('{"message":{"content":"Hi"},"done":true}\n', {
 *       headers: { "content-type": "application/x-ndjson" },
 *     }),
 * });
 * const recorded = recordProvider(ollama, (recording) => recordings.push(recording));
 * await collect(stream("Hello", { provider: recorded, model: "m" }));
 * recordings[0]?.request.url; // "http://127.0.0.1:11434/api/chat"
 * ```
 */
export function recordProvider(
  provider: Provider,
  onRecording: (recording: Recording) => void,
  { secrets = [], limitBytes = 16_777_216 }: RecordOptions = {},
): Provider {
  requireNumbers("record", { limitBytes }, POSITIVE_OR_INFINITE);
  return {
    ...provider,
    async *stream(request, attempt) {
      const { clock, number, wrapFetch, signal } = attempt;
      const about = { provider: provider.id, model: request.model, attempt: number };
      let recorder: ReturnType<typeof recordBody> | undefined;

      const record = (transport: Fetch): Fetch => {
        const send = wrapFetch?.(transport) ?? transport;
        return async (...call) => {
          const recorded = recordedRequest(secrets, ...call);
          const eraser = secretEraser(recorded.secrets);
          const sentAt = clock.now();
          const answer = await send(...call);
          const head = { ...about, request: recorded.request, sentAt, headersAt: clock.now() };
          recorder = recordBody(answer, { clock, limitBytes }, ({ reads, end }) =>
            onRecording({
              ...head,
              status: answer.status,
              headers: recordableHeaders(answer.headers, RESPONSE_HEADERS, eraser),
              reads: eraser.reads(reads),
              end,
            }),
          );
          return recorder.answer;
        };
      };

      // On abort, so before the caller sees that the stream has ended.
      const onAbort = () => recorder?.finish("left");
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        for await (const read of provider.stream(request, { ...attempt, wrapFetch: record })) {
          if (read.events.some(({ type }) => type === "stream-end")) recorder?.finish("complete");
          yield read;
        }
      } finally {
        signal.removeEventListener("abort", onAbort);
        recorder?.finish("left");
      }
    },
  };
}

/**
 * Records the body of a response, read by read, at the pace of its reader.
 *
 * @param onEnd Called once.
 * @returns A response that replaces the recorded one, and a function that ends the recording if it is still running.
 */
function recordBody(
  answer: Response,
  { clock, limitBytes }: { readonly clock: Clock; readonly limitBytes: number },
  onEnd: (body: Pick<Recording, "reads" | "end">) => void,
) {
  const reads: RecordedRead[] = [];
  let sizeBytes = 0;
  let hasEnded = false;

  function end(reason: RecordedEnd): void {
    if (hasEnded) return;
    hasEnded = true;
    onEnd({ reads, end: reason });
  }

  function keep(bytes: Uint8Array, at: Instant): void {
    sizeBytes += bytes.byteLength;
    if (sizeBytes > limitBytes) end({ kind: "too-large", at, limitBytes });
    else if (!hasEnded) reads.push({ at, bytes: bytes.slice() });
  }

  const finish = (kind: "complete" | "left") => end({ kind, at: clock.now() });

  if (answer.body === null) {
    finish("complete");
    return { answer, finish };
  }
  const reader = answer.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            finish("complete");
            controller.close();
          } else {
            keep(value, clock.now());
            controller.enqueue(value);
          }
        } catch (error) {
          end({ kind: "broken", at: clock.now(), cause: messageOf(rootCauseOf(error)) });
          controller.error(error);
        }
      },
      async cancel(reason) {
        finish("left");
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = answer;
  return { answer: new Response(body, { status, statusText, headers }), finish };
}
