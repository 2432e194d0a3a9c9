import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import type { Fetch } from "../http/send-request.ts";
import { secretEraser, type SecretEraser } from "./secret-eraser.ts";
import type { Provider } from "../provider.ts";
import { answerHeaders, askedRequest } from "./recorded-request.ts";
import type { RecordedRead, Recording } from "./recording.ts";
import { type BodyRecorder, recordBody } from "./record-body.ts";

/** How much is recorded, and what must not be. */
export interface RecordOptions {
  /**
   * Texts that must not be recorded, beside those that the request says are secret. Of fewer than 8 characters
   * none is looked for: those are placeholders such as `none`, and words of any text.
   */
  readonly secrets?: readonly string[];
  /**
   * The most that is kept of one answer, in bytes; what comes after is passed on and not recorded.
   *
   * @defaultValue `16777216`: 16 MiB
   */
  readonly limitBytes?: number;
}

/**
 * The same provider, with every exchange recorded: the answer byte for byte, refusals too. Requests without
 * an answer leave no recording.
 *
 * A recording is handed over when its body has ended or was left, and before the stream says that it has
 * ended. Keys are kept out: see {@link Recording}.
 * The times are those at which the bytes were handed to the adapter. Cost: one copy of each read.
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
      let recorder: BodyRecorder | undefined;

      const record = (transport: Fetch): Fetch => {
        const send = wrapFetch?.(transport) ?? transport;
        return async (...call) => {
          const asked = askedRequest(secrets, ...call);
          const eraser = secretEraser(asked.secrets);
          const sentAt = clock.now();
          const answer = await send(...call);
          const head = { ...about, request: asked.request, sentAt, headersAt: clock.now() };
          recorder = recordBody(answer, { clock, limitBytes }, ({ reads, end }) =>
            onRecording({
              ...head,
              status: answer.status,
              headers: answerHeaders(answer.headers, eraser),
              reads: rid(reads, eraser),
              end,
            }),
          );
          return recorder.answer;
        };
      };

      // At once, and so before whoever stopped the stream is told that it has ended.
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

function rid(reads: readonly RecordedRead[], eraser: Pick<SecretEraser, "bytes">): RecordedRead[] {
  const clean = eraser.bytes(reads.map(({ bytes }) => bytes));
  return reads.map(({ at, bytes }, index) => ({ at, bytes: clean[index] ?? bytes }));
}
