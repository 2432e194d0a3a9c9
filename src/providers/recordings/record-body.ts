import { messageOf, rootCauseOf } from "../../events/index.ts";
import type { Clock, Instant } from "../../clock/index.ts";
import type { RecordedEnd, RecordedRead, Recording } from "./recording.ts";

export type BodyRecorder = ReturnType<typeof recordBody>;

/**
 * Records the body of a response, read by read, at the pace of its reader.
 *
 * @param onEnd Called once.
 * @returns A response that replaces the recorded one, and a function that ends the recording if it is still running.
 */
export function recordBody(
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
