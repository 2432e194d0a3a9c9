import type OpenAI from "openai";

import { definedOnly } from "../../wire/index.ts";
import type { ChatMessage, ChatRequest } from "../request/chat-request.ts";
import { transcriptTurns } from "../request/transcript.ts";
import { unsupported } from "../request/unsupported.ts";

type Params = OpenAI.Completions.CompletionCreateParams;

const API = "text completions";

/** Where the user's turn would begin after the answer to a transcript. */
const NEXT_TURN = "\n\nUser:";

/**
 * Returns the body of a text completions request. `openAiCompletions` documents how the prompt is built. Pure.
 *
 * @throws {StreamError} `unexpected`, when the request has tools or images.
 */
export function completionsBodyOf(request: ChatRequest): Params {
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
