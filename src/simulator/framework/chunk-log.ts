import type { StreamChunk } from "./stream-chunk.ts";

/** The chunks of one stream, for any number of readers. Each reads from the first chunk. */
export interface ChunkLog {
  push(chunk: StreamChunk): void;
  /** Ends the log; readers throw `error`, if given, after the last chunk. */
  close(error?: Error): void;
  read(): AsyncIterable<StreamChunk>;
  readonly chunks: readonly StreamChunk[];
}

export function chunkLog(): ChunkLog {
  const chunks: StreamChunk[] = [];
  let end: { readonly error: Error | undefined } | undefined;
  let changed = Promise.withResolvers<void>();

  const isClosed = () => end !== undefined;

  function wakeReaders(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  return {
    chunks,
    push(chunk) {
      chunks.push(chunk);
      wakeReaders();
    },
    close(error) {
      end ??= { error };
      wakeReaders();
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
