import { encodeBase64 } from "../../events/index.ts";
import { DONE_FRAME, errorFrame } from "../dialects/openai/completion-chunks.ts";
import { type StreamChunk, textOfDelta } from "./stream-chunk.ts";

/** Serialises the chunks of a stream. */
export interface StreamFormatter {
  readonly contentType: string;
  chunk(chunk: StreamChunk): string;
  error(message: string): string;
  /** Returns the end of a complete stream. */
  done(): string;
}

export const streamFormats = ["sse", "json-lines", "plain-text", "openai"] as const;

/** The name of a format of chunks. */
export type StreamFormat = (typeof streamFormats)[number];

const EVENTS = "text/event-stream; charset=utf-8";

/**
 * The formatter of each format: chunks as server-sent events, chunks as lines of JSON, the text alone, and
 * OpenAI's server-sent events.
 *
 * @example
 * ```ts
 * streamFormatters.sse.done(); // "data: [DONE]\n\n"
 * ```
 */
export const streamFormatters: Readonly<Record<StreamFormat, StreamFormatter>> = {
  sse: {
    contentType: EVENTS,
    chunk: (chunk) => `data: ${jsonOf(chunk)}\n\n`,
    error: (message) => `event: error\ndata: ${JSON.stringify({ error: { message } })}\n\n`,
    done: () => DONE_FRAME,
  },
  "json-lines": {
    contentType: "application/jsonl; charset=utf-8",
    chunk: (chunk) => `${jsonOf(chunk)}\n`,
    error: (message) => `${JSON.stringify({ error: { message } })}\n`,
    done: () => `${JSON.stringify({ done: true })}\n`,
  },
  "plain-text": {
    contentType: "text/plain; charset=utf-8",
    chunk: ({ delta }) => textOfDelta(delta),
    error: (message) => `\n${message}\n`,
    done: () => "",
  },
  openai: {
    contentType: EVENTS,
    chunk: (chunk) => chunk.openAiFrames(),
    error: errorFrame,
    done: () => DONE_FRAME,
  },
};

function jsonOf(chunk: StreamChunk): string {
  return JSON.stringify(chunk, (_name, value: unknown) =>
    value instanceof Uint8Array ? encodeBase64(value) : value,
  );
}
