import { messageOf } from "../../events/index.ts";
import { asText, dig } from "../../wire/index.ts";
import type { HttpCall } from "../dialects/dialect.ts";
import { parseBody } from "../dialects/requests/body.ts";
import { positiveIntegerIn, numberIn, enumIn, invalidField } from "../dialects/requests/fields.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { sendJson, type Sink } from "../delivery/sink.ts";
import { adaptiveChunker } from "./adaptive-chunker.ts";
import { streamKinds } from "./stream-chunk.ts";
import { type StreamFormat, streamFormats, streamFormatters } from "./stream-formatters.ts";
import type { StreamManager } from "./stream-manager.ts";
import { type ChunkSize, tokenChunker } from "./token-chunker.ts";

type FrameworkPage = (call: HttpCall, sink: Sink, manager: StreamManager) => void;

const STREAMS = "/_sim/framework/streams";

/**
 * The endpoints for managed streams, by method and path, where `*` is an id. `POST` with a `format` streams at
 * once, and a disconnect cancels the stream. Without a `format` the stream runs in the background and can be
 * read from the start with `?format=`.
 */
export const frameworkPages: Readonly<Record<string, FrameworkPage>> = {
  [`GET ${STREAMS}`]: (_call, sink, manager) => sendJson(sink, 200, manager.reports()),

  [`POST ${STREAMS}`](call, sink, manager) {
    const body = parseBody(call);
    const format = enumIn(body, "format", streamFormats);
    const kind = enumIn(body, "kind", streamKinds) ?? "chat";
    const id = manager.create(kind, requestIn(body), {
      timeoutMs: numberIn(body, "timeoutMs"),
      size: sizeIn(body),
    });
    if (format === undefined) {
      sendJson(sink, 201, manager.report(id));
      return;
    }
    sink.onDisconnect(() => manager.cancel(id));
    void send({ manager, id }, format, sink);
  },

  [`GET ${STREAMS}/*`]({ path, query }, sink, manager) {
    const id = idIn(path);
    const report = manager.report(id);
    const format = enumIn({ format: query.get("format") }, "format", streamFormats);
    if (report === undefined) sendJson(sink, 404, { error: "no such stream" });
    else if (format === undefined) sendJson(sink, 200, report);
    else void send({ manager, id }, format, sink);
  },

  [`DELETE ${STREAMS}/*`]({ path }, sink, manager) {
    const id = idIn(path);
    if (manager.status(id) === undefined) sendJson(sink, 404, { error: "no such stream" });
    else sendJson(sink, 200, { cancelled: manager.cancel(id) });
  },

  [`DELETE ${STREAMS}`]: (_call, sink, manager) =>
    sendJson(sink, 200, { cancelled: manager.cancelAll() }),
};

async function send(
  { manager, id }: { readonly manager: StreamManager; readonly id: string },
  format: StreamFormat,
  sink: Sink,
): Promise<void> {
  const formatter = streamFormatters[format];
  const write = (text: string) => (text === "" || sink.write(text) ? undefined : sink.writable());
  sink.head(200, { "content-type": formatter.contentType, "x-stream-id": id });
  sink.flush();
  try {
    for await (const chunk of manager.read(id) ?? []) await write(formatter.chunk(chunk));
    await write(formatter.done());
  } catch (error) {
    await write(formatter.error(messageOf(error)));
  }
  sink.end();
}

function requestIn(body: unknown): SimulatedRequest {
  const model = asText(dig(body, "model"));
  const prompt = asText(dig(body, "prompt"));
  if (model === undefined || prompt === undefined) {
    throw new SimulationError('Cannot start a stream as "model" and "prompt" must be strings');
  }
  return { model, prompt, maxTokens: positiveIntegerIn(body, "maxTokens"), seed: seedIn(body) };
}

function seedIn(body: unknown): string | number {
  const seed = dig(body, "seed") ?? 1;
  if (typeof seed === "string" || typeof seed === "number") return seed;
  throw invalidField("seed", "a string or a number", seed);
}

function sizeIn(body: unknown): ChunkSize | undefined {
  if (dig(body, "tokensPerChunk") === "adaptive") return adaptiveChunker();
  const tokens = numberIn(body, "tokensPerChunk");
  return tokens === undefined ? undefined : tokenChunker(tokens);
}

function idIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
