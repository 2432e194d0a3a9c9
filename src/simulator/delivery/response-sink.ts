import type { Sink } from "./sink.ts";
import { bytesOf } from "../dialects/frames.ts";

/** A sink that is a `Response` in the same process. */
export interface ResponseSink extends Sink {
  /** Settles with the head of the answer; rejects when the connection is refused, or the request aborted. */
  readonly response: Promise<Response>;
}

/** What a socket's buffers hold before they make their writer wait. */
const HELD_BYTES = 65_536;

/** How a body ends after what was written: the reader gets that first. */
type BodyEnd = { readonly error: unknown } | "clean";

/** @param signal Of the request: aborting it is leaving. */
export function responseSink(signal: AbortSignal | undefined): ResponseSink {
  const head = Promise.withResolvers<Response>();
  const chunks: Uint8Array[] = [];
  let heldBytes = 0;
  let end: BodyEnd | undefined;
  let hasLeft = false;
  let left: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;
  let wakeWriter: (() => void) | undefined;
  const whenTaken: (() => void)[] = [];

  function finish(how: BodyEnd): void {
    end ??= how;
    wakeReader?.();
  }

  function leave(reason: unknown): void {
    if (hasLeft || end !== undefined) return;
    hasLeft = true;
    head.reject(reason);
    finish({ error: reason });
    wakeWriter?.();
    left?.();
  }

  function take(): void {
    for (const taken of whenTaken.splice(0)) taken();
    wakeWriter?.();
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (chunks.length === 0 && end === undefined) {
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
    const chunk = hasLeft ? undefined : chunks.shift();
    if (chunk !== undefined) {
      heldBytes -= chunk.length;
      controller.enqueue(chunk);
      if (heldBytes < HELD_BYTES) take();
    } else if (end === "clean") controller.close();
    else controller.error(end?.error);
  }

  const body = new ReadableStream<Uint8Array>({ pull, cancel: leave }, { highWaterMark: 0 });
  signal?.addEventListener("abort", () => leave(signal.reason), { once: true });
  if (signal?.aborted === true) leave(signal.reason);
  // Whoever never asks for it need not hear of it.
  head.promise.catch(() => undefined);

  return {
    response: head.promise,
    head: (status, headers) => head.resolve(new Response(body, { status, headers })),
    flush: () => undefined,
    write(frame) {
      if (end !== undefined) return true;
      const bytes = bytesOf(frame);
      if (bytes.length > 0) chunks.push(bytes);
      heldBytes += bytes.length;
      wakeReader?.();
      return heldBytes < HELD_BYTES;
    },
    isBacklogged: () => heldBytes >= HELD_BYTES,
    onDrained(callback) {
      whenTaken.push(callback);
    },
    writable: () =>
      new Promise((resolve) => {
        wakeWriter = resolve;
      }),
    end: () => finish("clean"),
    cut(how) {
      const cause = new Error("read ECONNRESET");
      // In fetch's words, before the head and in the body.
      head.reject(new TypeError("fetch failed", { cause }));
      finish(how === "clean" ? "clean" : { error: new TypeError("terminated", { cause }) });
    },
    onDisconnect(callback) {
      left = callback;
      if (hasLeft) callback();
    },
  };
}
