import type { Frame } from "../dialects/dialect.ts";
import type { Sink } from "./sink.ts";
import { bytesOf, joined } from "../dialects/frames.ts";

/**
 * A buffering reverse proxy in front of a sink: forwards only when it has `sizeBytes`, or at the end.
 *
 * @see {@link https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering}
 */
export function proxySink(sink: Sink, sizeBytes: number): Sink {
  let buffered: Frame[] = [];
  let bufferedBytes = 0;
  const drainCallbacks: (() => void)[] = [];

  function forward(): boolean {
    if (buffered.length === 0) return true;
    const frames = buffered;
    buffered = [];
    bufferedBytes = 0;
    const isWritable = sink.write(joined(frames));
    const callbacks = drainCallbacks.splice(0);
    const drained = () => callbacks.forEach((callback) => callback());
    if (sink.isBacklogged()) sink.onDrained(drained);
    else drained();
    return isWritable;
  }

  return {
    ...sink,
    flush: () => undefined,
    write(frame) {
      buffered.push(frame);
      bufferedBytes += bytesOf(frame).length;
      return bufferedBytes < sizeBytes || forward();
    },
    isBacklogged: () => buffered.length > 0 || sink.isBacklogged(),
    onDrained(callback) {
      if (buffered.length > 0) drainCallbacks.push(callback);
      else sink.onDrained(callback);
    },
    end() {
      forward();
      sink.end();
    },
    cut(how) {
      forward();
      sink.cut(how);
    },
  };
}
