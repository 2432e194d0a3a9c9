/**
 * Bytes ↔ messages: push parsers that return the messages completed by one socket read, JSON that is read while it
 * arrives, and safe access to values from outside.
 */
export { awsEventStreamFrame, awsEventStreamParser, type AwsMessage } from "./aws-event-stream.ts";
export { type DefinedOnly, definedOnly } from "./defined-only.ts";
export { asCount, asList, asNumber, asText, dig } from "./dig.ts";
export { jsonArrayParser, type JsonArrayParser } from "./json-array.ts";
export { jsonPathSteps } from "./json-path.ts";
export { compactJson, jsonChildren, jsonSource } from "./json-source.ts";
export { ndjsonParser } from "./ndjson.ts";
export { parseJson } from "./parse-json.ts";
export {
  isCutOffJson,
  jsonFaultIndex,
  partialJson,
  type PartialJson,
  type PartialJsonOptions,
} from "./partial-json.ts";
export { type ParserOptions, type PushParser } from "./push-parser.ts";
export { type Chunk, readAhead, type ReadAhead, stampArrival } from "./read-ahead.ts";
export { type SseMessage, sseParser } from "./sse.ts";
export { decodeUtf8File, decodeUtf8Log } from "./utf8-file.ts";
export { type Utf8Text, utf8Text } from "./utf8-text.ts";
