/**
 * One stream from first byte to last: states, deadlines, retries before the first token, stopping, bounded memory, and
 * exactly one `stream-end` with the true reason.
 */
export { type Deadlines } from "./deadlines.ts";
export { type RetryPolicy } from "./retry.ts";
export { type StreamOptions } from "./run-stream.ts";
export { type ChatStream, startStream } from "./start-stream.ts";
export { stream, type AskOptions } from "./stream.ts";
