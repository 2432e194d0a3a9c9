import type OpenAI from "openai";

import { asText, definedOnly, dig } from "../../wire/index.ts";
import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { DONE } from "../decode/sse-framing.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";
import type { ChatMessage, ChatRequest } from "../request/chat-request.ts";
import { transcriptTurns } from "../request/transcript.ts";
import { unsupported } from "../request/unsupported.ts";
import { choicesDecoder } from "./choices-decoder.ts";
import { clientsFor, endpointProvider } from "./client.ts";

/**
 * Text completions, through OpenAI's official SDK: the legacy `/completions`, which local servers keep for models
 * that were not trained to chat. The base URL includes `/v1`; the default is `https://api.openai.com/v1`.
 *
 * This API has no messages, only a prompt:
 * 1. A single user message is the prompt, unchanged. If an assistant message follows, the prompt is both texts with
 *    nothing between them, so the model continues the answer.
 * 2. A longer conversation becomes a transcript: its turns after `System:`, `User:` and `Assistant:`, separated by empty
 *    lines. It ends with `Assistant:` and the beginning of the answer, if there is one. The answer stops where
 *    the model would write a user's turn.
 *
 * OpenAI's default limit is 16 tokens: set `maxOutputTokens`. Requests with tools or images are refused; the reasoning
 * effort is ignored.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/completions}
 *
 * @example
 * ```ts
 * const local = openAiCompletions({ apiKey: "none", baseUrl: "http://127.0.0.1:8000/v1" });
 * local.id; // "openai-completions"
 * local.capabilities.tools; // "none"
 * ```
 */
export function openAiCompletions(settings: SdkSettings): Provider {
  return endpointProvider(clientsFor(settings), {
    id: "openai-completions",
    capabilities: {
      resume: "prefill",
      usage: "on-request",
      tools: "none",
      reasoning: "none",
      images: false,
      seed: true,
    },
    decode: settings.decode,
    call: (client, request, signal) =>
      client.completions.create(completionsBodyOf(request), { signal }),
    decoder: textDecoder,
    // A complete answer has the form of the single chunk that would have streamed it.
    chunksOf: (completion) =>
      dig(completion, "choices", 0) === undefined ? [completion] : [completion, DONE],
  });
}

function textDecoder(origin: AnswerOrigin) {
  return choicesDecoder(origin, (writer) => ({
    read: (choice) => writer.show("text", asText(dig(choice, "text"))),
    kind: { refused: false, calledTools: false },
  }));
}

type Params = OpenAI.Completions.CompletionCreateParams;

const API = "text completions";

/** Where the user's turn would begin after the answer to a transcript. */
const NEXT_TURN = "\n\nUser:";

/** @throws {StreamError} `unexpected`, when the request has tools or images. */
function completionsBodyOf(request: ChatRequest): Params {
  const { model, messages, tools = [], stream = true } = request;
  if (tools.length > 0) throw unsupported(API, "tools");
  const { prompt, isTranscript } = promptOf(messages);
  const stop = [...(request.stop ?? []), ...(isTranscript ? [NEXT_TURN] : [])];
  const body: Params = {
    model,
    prompt,
    ...definedOnly({
      stream_options: stream ? { include_usage: true } : undefined,
      stop: stop.length === 0 ? undefined : stop,
      temperature: request.temperature,
      max_tokens: request.maxOutputTokens,
      seed: request.seed,
    }),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

function promptOf(messages: readonly ChatMessage[]) {
  const [first, second, ...others] = messages;
  const isContinuation = second === undefined || second.role === "assistant";
  return first?.role === "user" && isContinuation && others.length === 0
    ? { prompt: messages.map(textOf).join(""), isTranscript: false }
    : { prompt: transcriptOf(messages), isTranscript: true };
}

function transcriptOf(messages: readonly ChatMessage[]): string {
  const last = messages.at(-1);
  const isPrefilled = last?.role === "assistant";
  const turns = isPrefilled ? messages.slice(0, -1) : messages;
  const answer = `Assistant:${isPrefilled ? afterColon(textOf(last)) : ""}`;
  return [...transcriptTurns(turns, textOf), answer].join("\n\n");
}

/** An answer that was cut off may begin with the space itself. */
function afterColon(answer: string): string {
  return answer === "" || /^\s/u.test(answer) ? answer : ` ${answer}`;
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type === "image") throw unsupported(API, "images");
      return part.text;
    })
    .join("");
}
