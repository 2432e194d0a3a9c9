import type { Frame } from "./dialect.ts";
import { bytesOf, joined, type Sink } from "./sink.ts";

/**
 * A proxy in between that sends on when it has so many bytes, or when all has come: what a reverse proxy
 * with buffering does to a stream.
 *
 * @see {@link https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering}
 */
export function proxySink(sink: Sink, sizeBytes: number): Sink {
  let held: Frame[] = [];
  let heldBytes = 0;

  function pass(): boolean {
    if (held.length === 0) return true;
    const frames = held;
    held = [];
    heldBytes = 0;
    return sink.write(joined(frames));
  }

  return {
    ...sink,
    flush: () => undefined,
    write(frame) {
      held.push(frame);
      heldBytes += bytesOf(frame).length;
      return heldBytes < sizeBytes || pass();
    },
    end() {
      pass();
      sink.end();
    },
    cut(how) {
      pass();
      sink.cut(how);
    },
  };
}
