import type { Sink } from "./sink.ts";
import { bytesOf } from "../dialects/frames.ts";

export interface ResponseSink extends Sink {
  /** Resolves with the head of the answer; rejects if the connection is refused or the request aborted. */
  readonly response: Promise<Response>;
}

/** Bytes buffered before the sink is full, about as many as a socket buffers. */
const MAX_BUFFERED_BYTES = 65_536;

/** End of a body, after its chunks have been read. */
type BodyEnd = { readonly error: unknown } | "clean";

/** @param signal Of the request: an abort counts as a disconnect. */
export function responseSink(signal: AbortSignal | undefined): ResponseSink {
  const head = Promise.withResolvers<Response>();
  const chunks: Uint8Array[] = [];
  let bufferedBytes = 0;
  let end: BodyEnd | undefined;
  let hasDisconnected = false;
  let onDisconnect: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;
  let wakeWriter: (() => void) | undefined;
  const drainCallbacks: (() => void)[] = [];

  function finish(how: BodyEnd): void {
    end ??= how;
    wakeReader?.();
  }

  function disconnect(reason: unknown): void {
    if (hasDisconnected || end !== undefined) return;
    hasDisconnected = true;
    head.reject(reason);
    finish({ error: reason });
    wakeWriter?.();
    onDisconnect?.();
  }

  function drain(): void {
    for (const callback of drainCallbacks.splice(0)) callback();
    wakeWriter?.();
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (chunks.length === 0 && end === undefined) {
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
    const chunk = hasDisconnected ? undefined : chunks.shift();
    if (chunk !== undefined) {
      bufferedBytes -= chunk.length;
      controller.enqueue(chunk);
      if (bufferedBytes < MAX_BUFFERED_BYTES) drain();
    } else if (end === "clean") controller.close();
    else controller.error(end?.error);
  }

  const body = new ReadableStream<Uint8Array>({ pull, cancel: disconnect }, { highWaterMark: 0 });
  signal?.addEventListener("abort", () => disconnect(signal.reason), { once: true });
  if (signal?.aborted === true) disconnect(signal.reason);
  // A rejection that no caller awaits must not end the process.
  head.promise.catch(() => undefined);

  return {
    response: head.promise,
    head: (status, headers) => head.resolve(new Response(body, { status, headers })),
    flush: () => undefined,
    write(frame) {
      if (end !== undefined) return true;
      const bytes = bytesOf(frame);
      if (bytes.length > 0) chunks.push(bytes);
      bufferedBytes += bytes.length;
      wakeReader?.();
      return bufferedBytes < MAX_BUFFERED_BYTES;
    },
    isBacklogged: () => bufferedBytes >= MAX_BUFFERED_BYTES,
    onDrained(callback) {
      drainCallbacks.push(callback);
    },
    writable: () =>
      new Promise((resolve) => {
        wakeWriter = resolve;
      }),
    end: () => finish("clean"),
    cut(how) {
      const cause = new Error("read ECONNRESET");
      // The same messages as fetch, before the head and in the body.
      head.reject(new TypeError("fetch failed", { cause }));
      finish(how === "clean" ? "clean" : { error: new TypeError("terminated", { cause }) });
    },
    onDisconnect(callback) {
      onDisconnect = callback;
      if (hasDisconnected) callback();
    },
  };
}
