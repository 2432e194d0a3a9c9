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
  controlCode,
  type ControlMessage,
  type KernelCapabilities,
  type StreamPatch,
  type TextPatch,
} from "./comm-message.ts";
export { liveDocument, type LiveDocument } from "./live-document.ts";
export { escapeHtml } from "./escape-html.ts";
export { readCommMessage } from "./read-comm-message.ts";
export { readStreamDocument } from "./read-stream-document.ts";
export {
  documentOf,
  receivedFrom,
  STATE_TEXTS,
  type ReceivedStream,
  type StoredToolCall,
  STREAM_MIME_TYPE,
  type StreamDocument,
} from "./stream-document.ts";
export { type MimeBundle, readStreamBundle, streamBundle } from "./stream-bundle.ts";
export { type ReceiveResult, streamReceiver, type StreamReceiver } from "./stream-receiver.ts";
