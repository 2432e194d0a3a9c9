import type { Clock, Instant } from "../clock/index.ts";

/** What one socket read brought. */
export interface Chunk {
  readonly at: Instant;
  readonly bytes: Uint8Array;
}

/** A body that is being read, whether or not anybody takes what comes. */
export interface ReadAhead {
  /** The next chunk if it is there: a promise of it would cost as much as the rest of a read. */
  take(): Chunk | undefined;
  /**
   * The next chunk, as soon as it is there; `undefined` at the end. Asked for one at a time.
   *
   * @throws {unknown} What broke the body, after everything that came before.
   */
  next(): Promise<Chunk | undefined>;
  /** Gives the body up: closes the connection. */
  cancel(): Promise<void>;
}

/** By its bytes, which nobody else has. */
const arrivals = new WeakMap<Uint8Array, Instant>();

/**
 * Says when a chunk was read from its socket, for transports that know it better than whoever is given
 * the chunk afterwards: {@link readAhead} heeds it.
 *
 * @example
 * ```ts
 * stampArrival(new Uint8Array([1]), instant(5)); // undefined
 * ```
 */
export function stampArrival(bytes: Uint8Array, at: Instant): void {
  arrivals.set(bytes, at);
}

/**
 * Enough for what arrives while an SDK makes up its mind; beyond it the socket waits.
 *
 * @see {@link readAhead}
 */
const LIMIT_BYTES = 65_536;

/**
 * Reads a body as it comes and stamps every read.
 *
 * Fetch throws away what it has received as soon as the connection is reset, unless somebody has read
 * it; and a stamp that waits for its reader measures the reader. Holds at most 64 KiB and one read.
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
  let tellTaker: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;

  async function read(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push({ at: arrivals.get(value) ?? clock.now(), bytes: value });
        heldBytes += value.byteLength;
        tellTaker?.();
        if (heldBytes >= LIMIT_BYTES) await taken();
      }
      end = "clean";
    } catch (error) {
      end = { error };
    }
    tellTaker?.();
  }

  const taken = () =>
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

  // Never rejects: what breaks the body is told to the taker.
  void read();

  return {
    take,
    next: () =>
      new Promise((resolve, reject) => {
        function tell(): void {
          tellTaker = undefined;
          const chunk = take();
          if (chunk === undefined && typeof end === "object") reject(end.error);
          else resolve(chunk);
        }

        if (chunks.length > 0 || end !== undefined) tell();
        else tellTaker = tell;
      }),
    async cancel() {
      wakeReader?.();
      // A broken body refuses to be cancelled; it is closed already.
      await reader.cancel().catch(() => undefined);
    },
  };
}
