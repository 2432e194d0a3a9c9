import type { Frame } from "../dialects/dialect.ts";
import type { Sink } from "./sink.ts";
import { bytesOf, joined } from "../dialects/frames.ts";

/**
 * A proxy in between that sends on when it has so many bytes, or when all has come: what a reverse proxy
 * with buffering does to a stream.
 *
 * @see {@link https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering}
 */
export function proxySink(sink: Sink, sizeBytes: number): Sink {
  let held: Frame[] = [];
  let heldBytes = 0;
  const whenTaken: (() => void)[] = [];

  function pass(): boolean {
    if (held.length === 0) return true;
    const frames = held;
    held = [];
    heldBytes = 0;
    const goesOn = sink.write(joined(frames));
    const taken = whenTaken.splice(0);
    const tell = () => taken.forEach((callback) => callback());
    if (sink.isBacklogged()) sink.onDrained(tell);
    else tell();
    return goesOn;
  }

  return {
    ...sink,
    flush: () => undefined,
    write(frame) {
      held.push(frame);
      heldBytes += bytesOf(frame).length;
      return heldBytes < sizeBytes || pass();
    },
    isBacklogged: () => held.length > 0 || sink.isBacklogged(),
    onDrained(callback) {
      if (held.length > 0) whenTaken.push(callback);
      else sink.onDrained(callback);
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
