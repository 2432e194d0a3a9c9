/**
 * Millrace: streams of language models, shown as they are generated and measured honestly. The names
 * that most programs need; every room has its own entry (`millrace/buffers`, `millrace/metrics`, …).
 */
export { bufferNames, bufferStream, type BufferStrategy, createBuffer } from "./buffers/index.ts";
export { type Clock, type Instant, systemClock, VirtualClock } from "./clock/index.ts";
export {
  collect,
  type Collected,
  describeFailure,
  type EndReason,
  isStreamError,
  StreamError,
  type StreamEvent,
  type StreamFailure,
  type Trace,
  traceRecorder,
} from "./events/index.ts";
export {
  type AskOptions,
  type ChatStream,
  startStream,
  stream,
  type StreamOptions,
} from "./lifecycle/index.ts";
export {
  type ChatMessage,
  type ChatRequest,
  openAiChat,
  type Provider,
  providerFromEnvironment,
  replayTrace,
} from "./providers/index.ts";
