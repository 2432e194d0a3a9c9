import type { StreamChunk } from "./stream-chunk.ts";

/** The chunks of one stream, for as many readers as there are, each from the beginning. */
export interface ChunkLog {
  push(chunk: StreamChunk): void;
  /** No more comes; readers get this error after what was there, if there is one. */
  close(error?: Error): void;
  read(): AsyncIterable<StreamChunk>;
  /** What the stream has said so far. */
  readonly chunks: readonly StreamChunk[];
}

/** Nothing has been said. */
export function chunkLog(): ChunkLog {
  const chunks: StreamChunk[] = [];
  let end: { readonly error: Error | undefined } | undefined;
  let changed = Promise.withResolvers<void>();

  const isClosed = () => end !== undefined;

  function tell(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  return {
    chunks,
    push(chunk) {
      chunks.push(chunk);
      tell();
    },
    close(error) {
      end ??= { error };
      tell();
    },
    async *read() {
      let next = 0;
      while (next < chunks.length || !isClosed()) {
        const chunk = chunks[next];
        if (chunk === undefined) await changed.promise;
        else {
          next++;
          yield chunk;
        }
      }
      if (end?.error !== undefined) throw end.error;
    },
  };
}
