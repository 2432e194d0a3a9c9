import type OpenAI from "openai";

import type { ChatMessage, ChatRequest } from "../request/chat-request.ts";
import { unsupported } from "../request/unsupported.ts";

type Params = OpenAI.Completions.CompletionCreateParams;

const WIRE = "text completions";

/** Where a written-out conversation would go on with the user's turn. */
const NEXT_TURN = "\n\nUser:";

/**
 * A request's body on the wire of text completions; the rule of its prompt is `openAiCompletions`'. Pure.
 *
 * @throws {StreamError} `unexpected`, when it has tools or images.
 */
export function completionsBodyOf(request: ChatRequest): Params {
  const { model, messages, tools = [], stream = true } = request;
  if (tools.length > 0) throw unsupported(WIRE, "tools");
  const { prompt, isWrittenOut } = promptOf(messages);
  const stop = [...(request.stop ?? []), ...(isWrittenOut ? [NEXT_TURN] : [])];
  const body: Params = {
    model,
    prompt,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    ...(stop.length === 0 ? {} : { stop }),
    ...samplingOf(request),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

function samplingOf({ temperature, maxOutputTokens, seed }: ChatRequest) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function promptOf(messages: readonly ChatMessage[]) {
  const [first, second, ...others] = messages;
  const goesOn = second === undefined || second.role === "assistant";
  return first?.role === "user" && goesOn && others.length === 0
    ? { prompt: messages.map(textOf).join(""), isWrittenOut: false }
    : { prompt: writtenOut(messages), isWrittenOut: true };
}

function writtenOut(messages: readonly ChatMessage[]): string {
  const last = messages.at(-1);
  const isBegun = last?.role === "assistant";
  const turns = isBegun ? messages.slice(0, -1) : messages;
  const written = turns.map((turn) => `${NAMES[turn.role]}: ${textOf(turn)}`);
  return [...written, `Assistant:${isBegun ? afterColon(textOf(last)) : ""}`].join("\n\n");
}

/** A model whose answer was cut off may have begun it with the space itself. */
function afterColon(answer: string): string {
  return answer === "" || /^\s/u.test(answer) ? answer : ` ${answer}`;
}

const NAMES: Readonly<Record<ChatMessage["role"], string>> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type === "image") throw unsupported(WIRE, "images");
      return part.text;
    })
    .join("");
}
