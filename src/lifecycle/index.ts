/**
 * One stream from first byte to last, whatever happens: phases, deadlines, retry before the first
 * token, stopping, bounded memory, and exactly one truthful `stream-end`.
 */
export { boundedQueue, type BoundedQueue } from "./bounded-queue.ts";
export { type Deadlines, deadlineWatch, type DeadlineWatch } from "./deadlines.ts";
export { isTransient, retryDelayMs, type RetryPolicy } from "./retry.ts";
export { type StreamOptions } from "./run-stream.ts";
export { type ChatStream, startStream } from "./start-stream.ts";
export { stream, type AskOptions } from "./stream.ts";
