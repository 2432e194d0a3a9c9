import type { StreamChunk } from "./stream-chunk.ts";

/** Stores the chunks of one stream for any number of readers. Each reads from the first chunk. */
export function chunkLog() {
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
    push(chunk: StreamChunk): void {
      chunks.push(chunk);
      wakeReaders();
    },
    /** Ends the log; readers throw `error`, if given, after the last chunk. */
    close(error?: Error): void {
      end ??= { error };
      wakeReaders();
    },
    async *read(): AsyncGenerator<StreamChunk, void> {
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
