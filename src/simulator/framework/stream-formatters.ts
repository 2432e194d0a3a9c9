import { encodeBase64 } from "../../events/index.ts";
import { DONE_FRAME, errorFrame } from "../dialects/openai/completion-chunks.ts";
import { openAiFrame } from "./openai-frame.ts";
import { type StreamChunk, textOfDelta } from "./stream-chunk.ts";

/** Puts chunks into words that can be sent. */
export interface StreamFormatter {
  readonly contentType: string;
  chunk(chunk: StreamChunk): string;
  error(message: string): string;
  /** What comes when there is no more. */
  done(): string;
}

/** The names of the formats. */
export const streamFormats = ["sse", "json-lines", "plain-text", "openai"] as const;

/** One of {@link streamFormats}. */
export type StreamFormat = (typeof streamFormats)[number];

const EVENTS = "text/event-stream; charset=utf-8";

/**
 * The formatter of each format: server-sent events with the chunk as it is, the same in lines, the words alone,
 * and server-sent events as OpenAI has them.
 *
 * @example
 * ```ts
 * streamFormatters.sse.done(); // "data: [DONE]\n\n"
 * ```
 */
export const streamFormatters: Readonly<Record<StreamFormat, StreamFormatter>> = {
  sse: {
    contentType: EVENTS,
    chunk: (chunk) => `data: ${JSON.stringify(plain(chunk))}\n\n`,
    error: (message) => `event: error\ndata: ${JSON.stringify({ error: { message } })}\n\n`,
    done: () => DONE_FRAME,
  },
  "json-lines": {
    contentType: "application/jsonl; charset=utf-8",
    chunk: (chunk) => `${JSON.stringify(plain(chunk))}\n`,
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
    chunk: openAiFrame,
    error: errorFrame,
    done: () => DONE_FRAME,
  },
};

/** As JSON can say it: bytes in Base64. */
function plain(chunk: StreamChunk): object {
  const { delta } = chunk;
  if (delta.type !== "audio") return chunk;
  return { ...chunk, delta: { ...delta, bytes: encodeBase64(delta.bytes) } };
}
