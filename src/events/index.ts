/**
 * The vocabulary of all other rooms: what happens in a stream, what can go wrong with it, its state, and a stream
 * with its times.
 */
export { decodeBase64, decodeBase64Text, encodeBase64 } from "./base64.ts";
export {
  answerCollector,
  collect,
  type Collected,
  type CollectedToolCall,
  type Collector,
} from "./collect.ts";
export {
  countSchema,
  endReasonSchema,
  eventJson,
  eventSchema,
  failureSchema,
  inputTokensSchema,
  nextStepSchema,
  orUndefined,
  outputTokensSchema,
  readableItems,
  tokensSourceSchema,
  usageSchema,
} from "./event-schema.ts";
export { asError, messageOf, rootCauseOf } from "./message-of.ts";
export {
  describeFailure,
  failureOf,
  isStreamError,
  StreamError,
  type StreamFailure,
} from "./stream-error.ts";
export {
  hasOutput,
  nextState,
  stateInputOf,
  type StreamState,
  type StreamStateInput,
} from "./stream-state.ts";
export type {
  AudioDelta,
  EndReason,
  InputTokens,
  NextStep,
  OutputTokens,
  StreamEvent,
  StreamEventBody,
  StreamStart,
  ToolCallDelta,
  ToolCallEnd,
  ToolCallStart,
  Usage,
} from "./stream-event.ts";
export { type Trace, type TraceRecorder, traceRecorder } from "./trace.ts";
export { closedToolInput, cutOffToolInput } from "./tool-input.ts";
export { readTraces, writeTrace } from "./trace-lines.ts";
