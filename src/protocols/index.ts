/**
 * Events → another process and back: the messages between a kernel and its viewers over the notebook's comm, the
 * document that a notebook stores, and the receiver that puts a stream together again.
 */
export {
  COMM_TARGET,
  type CommAck,
  type CommBatch,
  type CommKeyframe,
  type CommMessage,
  type CommOpen,
  CONTROL_ENTRY,
  type ControlAction,
  controlCode,
  type ControlMessage,
  type KernelCapabilities,
  type StatusPatch,
  type StreamPatch,
  type TextPatch,
  VIEWER_ENTRY,
  viewerCode,
} from "./comm-message.ts";
export { comparisonBundle, readComparisonBundle } from "./comparison-bundle.ts";
export {
  COMPARISON_MIME_TYPE,
  type ComparisonArm,
  type ComparisonDocument,
} from "./comparison-document.ts";
export { exportHtml, exportJson, exportMarkdown } from "./export-document.ts";
export { type StreamGaps } from "./gap-code.ts";
export { liveDocument, type LiveDocument } from "./live-document.ts";
export { readCommMessage } from "./read-comm-message.ts";
export { readStreamDocument } from "./read-stream-document.ts";
export {
  documentOf,
  type DocumentStatus,
  emptyDocument,
  type FailedAttempt,
  type KernelBlocks,
  receivedFrom,
  STATE_TEXTS,
  type ReceivedStream,
  type StoredToolCall,
  STREAM_MIME_TYPE,
  type StreamDocument,
} from "./stream-document.ts";
export { type MimeBundle, readStreamBundle, streamBundle } from "./stream-bundle.ts";
export { type ReceiveResult, streamReceiver, type StreamReceiver } from "./stream-receiver.ts";
export { TRACE_MIME_TYPE, traceBundle } from "./trace-bundle.ts";
