import type OpenAI from "openai";

import { definedOnly } from "../../wire/index.ts";
import type {
  ChatMessage,
  ChatRequest,
  ToolDefinition,
  UserPart,
} from "../request/chat-request.ts";
import { dataUrlOf } from "./chat-request.ts";
import { unsupported } from "../request/unsupported.ts";

type Params = OpenAI.Responses.ResponseCreateParams;
type InputItem = OpenAI.Responses.ResponseInputItem;

/** @throws {StreamError} `unexpected`, when the request has stop sequences. */
export function responsesBodyOf(
  request: ChatRequest,
  { resumable }: { readonly resumable: boolean },
): Params {
  const { model, messages, stop = [], tools, toolChoice, reasoning, stream = true } = request;
  if (stop.length > 0) throw unsupported("the Responses API", "stop sequences");
  const { instructions, turns } = splitInstructions(messages);
  // Without a stream, a background request would return at once, with an empty answer.
  const inBackground = resumable && stream;
  const body: Params = {
    model,
    input: turns.flatMap(itemsOf),
    ...definedOnly({
      instructions: instructions === "" ? undefined : instructions,
      temperature: request.temperature,
      max_output_tokens: request.maxOutputTokens,
      reasoning: reasoningOf(reasoning),
      tools: tools?.map(toolOf),
      tool_choice:
        typeof toolChoice === "object"
          ? { type: "function" as const, name: toolChoice.name }
          : toolChoice,
      background: inBackground ? true : undefined,
    }),
    // A background response has to be stored, because its stream is read from storage.
    store: inBackground,
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

/** Leading system messages are the instructions. A system message between turns stays there. */
function splitInstructions(messages: readonly ChatMessage[]) {
  const firstTurn = messages.findIndex(({ role }) => role !== "system");
  const count = firstTurn === -1 ? messages.length : firstTurn;
  const leading = messages.slice(0, count);
  const instructions = leading.flatMap(({ role, content }) => (role === "system" ? content : []));
  return { instructions: instructions.join("\n\n"), turns: messages.slice(count) };
}

/** Without `summary`, the API returns none. */
function reasoningOf(effort: ChatRequest["reasoning"]) {
  if (effort === undefined) return undefined;
  return effort === "none" ? { effort } : { effort, summary: "auto" as const };
}

/** `strict`, which is this API's default, accepts only some schemas. */
function toolOf(tool: ToolDefinition) {
  return { type: "function" as const, ...definedOnly(tool), strict: false };
}

function itemsOf(message: ChatMessage): InputItem[] {
  switch (message.role) {
    case "system":
      return [{ role: "system", content: message.content }];
    case "user":
      return [{ role: "user", content: userContent(message.content) }];
    case "assistant": {
      const { content, toolCalls = [] } = message;
      return [
        ...(content === "" ? [] : [{ role: "assistant" as const, content }]),
        ...toolCalls.map(({ id, name, text }) => ({
          type: "function_call" as const,
          call_id: id,
          name,
          arguments: text,
        })),
      ];
    }
    case "tool":
      return [{ type: "function_call_output", call_id: message.call.id, output: message.content }];
  }
}

function userContent(
  content: string | readonly UserPart[],
): string | OpenAI.Responses.ResponseInputContent[] {
  if (typeof content === "string") return content;
  return content.map((part) =>
    part.type === "text"
      ? { type: "input_text", text: part.text }
      : { type: "input_image", image_url: dataUrlOf(part), detail: "auto" },
  );
}
