/**
 * Bytes ↔ messages: push parsers that take one socket read and give back the messages it completed,
 * and the readers through which alone values from outside are looked at.
 */
export { asCount, asList, asNumber, asText, dig } from "./dig.ts";
export { ndjsonParser } from "./ndjson.ts";
export { parseJson } from "./parse-json.ts";
export { type Chunk, readAhead, type ReadAhead, stampArrival } from "./read-ahead.ts";
export { type ParserOptions, type PushParser, type SseMessage, sseParser } from "./sse.ts";
