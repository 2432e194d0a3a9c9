import type { Clock, Instant } from "../clock/index.ts";

/** The bytes of one socket read. */
export interface Chunk {
  readonly at: Instant;
  readonly bytes: Uint8Array;
}

/** A body that is read ahead of its consumer. */
export interface ReadAhead {
  /** Returns the next chunk if it has arrived: a promise would double the cost of a read. */
  take(): Chunk | undefined;
  /**
   * Resolves with the next chunk once it arrives; `undefined` at the end. Call it for one chunk at a time.
   *
   * @throws {unknown} The error of the body, after all chunks before it.
   */
  next(): Promise<Chunk | undefined>;
  /** Closes the connection. */
  cancel(): Promise<void>;
}

const arrivals = new WeakMap<Uint8Array, Instant>();

/**
 * Records when a chunk was read from its socket, for transports that know it more exactly than {@link readAhead}, which
 * then uses this instant.
 *
 * @example
 * ```ts
 * stampArrival(new Uint8Array([1]), instant(5)); // undefined
 * ```
 */
export function stampArrival(bytes: Uint8Array, at: Instant): void {
  arrivals.set(bytes, at);
}

/** Enough for what arrives until an SDK starts to read. Beyond it, the socket waits. */
const LIMIT_BYTES = 65_536;

/**
 * Reads a body as it arrives, and records the instant of every read.
 *
 * `fetch` discards unread data when the connection is reset, and an instant taken on demand would measure the consumer.
 * Holds at most 64 KiB and one read.
 *
 * @example
 * ```ts
 * const body = new Response("data").body;
 * const chunk = body && (await readAhead(body, systemClock()).next());
 * chunk?.bytes.length; // 4
 * ```
 */
export function readAhead(body: ReadableStream<Uint8Array>, clock: Clock): ReadAhead {
  const reader = body.getReader();
  const chunks: Chunk[] = [];
  let heldBytes = 0;
  let end: { readonly error: unknown } | "clean" | undefined;
  let notify: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;

  async function read(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push({ at: arrivals.get(value) ?? clock.now(), bytes: value });
        heldBytes += value.byteLength;
        notify?.();
        if (heldBytes >= LIMIT_BYTES) await hasRoom();
      }
      end = "clean";
    } catch (error) {
      end = { error };
    }
    notify?.();
  }

  const hasRoom = () =>
    new Promise<void>((resolve) => {
      wakeReader = resolve;
    });

  function take(): Chunk | undefined {
    const chunk = chunks.shift();
    if (chunk === undefined) return undefined;
    heldBytes -= chunk.bytes.byteLength;
    wakeReader?.();
    return chunk;
  }

  // Never rejects: `next` throws the error of the body.
  void read();

  return {
    take,
    next: () =>
      new Promise((resolve, reject) => {
        function settle(): void {
          notify = undefined;
          const chunk = take();
          if (chunk === undefined && typeof end === "object") reject(end.error);
          else resolve(chunk);
        }

        if (chunks.length > 0 || end !== undefined) settle();
        else notify = settle;
      }),
    async cancel() {
      wakeReader?.();
      // A broken body rejects `cancel`; it is closed already.
      await reader.cancel().catch(() => undefined);
    },
  };
}
