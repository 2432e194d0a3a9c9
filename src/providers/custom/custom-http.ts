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

/** An answer that comes over HTTP, and is read as those of the providers in this package. */
export interface CustomHttp {
  /** Makes the request, with the `fetch` and the signal that it is given; by another way if it must. */
  readonly fetch: (
    request: ChatRequest,
    send: { readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
  ) => Promise<Response>;
  /**
   * How messages lie in the body: as events, a line each, as the elements of one array, or all of it is one.
   * An answer that was asked for whole (`stream: false`) is always one.
   */
  readonly framing: "sse" | "ndjson" | "json-array" | "whole";
  /**
   * What a message brings. It is given parsed JSON, or the text `[DONE]`. One of the messages must bring a
   * `stream-end`: an answer without is truncated. A message that brings nothing, and is an error in a shape of some
   * provider's, fails the answer with its words; so does an event named `error`. Events named `ping` are skipped.
   */
  readonly decode: (message: unknown) => readonly AnswerPart[];
  /** Keys, which are cut out of whatever the server says of an error. */
  readonly secrets?: readonly string[];
}

/** Reads an answer from an HTTP body, as the providers of this package do. */
export function streamCustomHttp(
  parts: CustomHttp & { readonly id: string },
  request: ChatRequest,
  attempt: Attempt,
): AsyncGenerator<ProviderRead, void, undefined> {
  const read = <Message>(framing: Framing<Message>) =>
    readFramed(parts, { request, framing }, attempt);
  if (request.stream === false) return read(jsonFraming);
  switch (parts.framing) {
    case "sse":
      return read(sseFraming);
    case "ndjson":
      return read(ndjsonFraming);
    case "json-array":
      return read(jsonArrayFraming);
    case "whole":
      return read(jsonFraming);
  }
}

async function* readFramed<Message>(
  { id, fetch, decode, secrets = [] }: CustomHttp & { readonly id: string },
  { request, framing }: { readonly request: ChatRequest; readonly framing: Framing<Message> },
  attempt: Attempt,
): AsyncGenerator<ProviderRead, void, undefined> {
  const { number, clock, signal } = attempt;
  const transport = transportOf(attempt, undefined);
  const own: Attempt = {
    number,
    clock,
    signal,
    onStage: (stage, at) => attempt.onStage(stage, at),
    fetch: async () => fetch(request, { fetch: transport, signal }),
  };
  // The caller's transport may not have been given the signal.
  let stop: (() => void) | undefined;
  try {
    yield* streamAnswer(own, async () => {
      const answer = await openResponse(
        own,
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

/** A failure in the middle of a message is thrown at the end, after what the message brought before. */
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
        const brought = decode(message);
        for (const part of brought) parts.write(part);
        if (brought.every((part) => part === "")) failure = reportedError(message);
      } catch (error) {
        failure = isStreamError(error) ? error : unexpected(error);
      }
      return writer.take();
    },
    end() {
      // A body that was given up looks as if it had ended.
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

function unexpected(error: unknown): StreamError {
  const detail = messageOf(error);
  return new StreamError({ code: "unexpected", detail }, { cause: error });
}
