import { isStreamError, messageOf, StreamError } from "../../events/index.ts";
import { type AnswerPart, partWriter } from "./answer-part.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { openResponse, transportOf } from "../http/send-request.ts";
import { type Framing, jsonArrayFraming, ndjsonFraming, jsonFraming } from "../decode/framing.ts";
import type { Attempt, ProviderRead } from "../provider.ts";
import { reportedError } from "../decode/explanation.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { sseFraming } from "../decode/sse-framing.ts";

/** A source of answers over HTTP, read like those of this package's providers. */
export interface CustomHttp {
  /** Sends the request with the given `fetch` and signal, or by other means. */
  readonly fetch: (
    request: ChatRequest,
    send: { readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
  ) => Promise<Response>;
  /**
   * How messages are delimited in the body: as server-sent events, as lines, as the elements of one array, or the whole
   * body is one message. With `stream: false` it is always one message.
   */
  readonly framing: "sse" | "ndjson" | "json-array" | "whole";
  /**
   * Decodes a message: parsed JSON, or the string `[DONE]`. An answer without a `stream-end` is truncated. If a message
   * has no parts and is an error in a known provider's format, the answer fails with its message; an event named `error`
   * fails too. Events named `ping` are skipped.
   */
  readonly decode: (message: unknown) => readonly AnswerPart[];
  /** API keys, removed from the server's error messages. */
  readonly secrets?: readonly string[] | undefined;
}

const FRAMINGS: Readonly<Record<CustomHttp["framing"], Framing<unknown>>> = {
  sse: sseFraming,
  ndjson: ndjsonFraming,
  "json-array": jsonArrayFraming,
  whole: jsonFraming,
};

export async function* streamCustomHttp(
  { id, fetch, decode, secrets = [], ...settings }: CustomHttp & { readonly id: string },
  request: ChatRequest,
  attempt: Attempt,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { number, signal } = attempt;
  const framing = FRAMINGS[request.stream === false ? "whole" : settings.framing];
  const transport = transportOf(attempt, undefined);
  const customAttempt: Attempt = {
    ...attempt,
    wrapFetch: undefined,
    fetch: async () => fetch(request, { fetch: transport, signal }),
  };
  // The caller's transport may ignore the signal.
  let stop: (() => void) | undefined;
  try {
    yield* streamAnswer(customAttempt, async () => {
      const answer = await openResponse(
        customAttempt,
        { baseUrl: id, secrets },
        { accepts: framing.accepts, send: (send) => send(id) },
      );
      stop = () => void answer.body.cancel();
      signal.addEventListener("abort", stop, { once: true });
      const requestId = answer.headers.get("x-request-id") ?? undefined;
      const origin = { provider: id, model: request.model, requestId, attempt: number };
      return { answer, reader: answerDecoder(framing, customDecoder(origin, decode, signal)) };
    });
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}

/** An error while decoding a message is thrown at the end, after the parts that precede it. */
function customDecoder(
  origin: AnswerOrigin,
  decode: CustomHttp["decode"],
  signal: AbortSignal,
): PayloadDecoder {
  const writer = answerWriter(origin);
  const parts = partWriter(writer);
  let failure: StreamError | undefined;

  return {
    push(message) {
      if (failure !== undefined) return [];
      try {
        const decoded = decode(message);
        for (const part of decoded) parts.write(part);
        if (decoded.every((part) => part === "")) failure = reportedError(message);
      } catch (error) {
        failure = isStreamError(error)
          ? error
          : new StreamError({ code: "unexpected", detail: messageOf(error) }, { cause: error });
      }
      return writer.take();
    },
    end() {
      // A cancelled body looks as if it had ended.
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      return writer.end();
    },
    findsErrors: true,
    get finished() {
      return parts.ended;
    },
    get complete() {
      return parts.ended || failure !== undefined;
    },
  };
}
