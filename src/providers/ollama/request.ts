import type {
  ChatRequest as ChatBody,
  GenerateRequest as GenerateBody,
  Message,
  Options,
  Tool,
} from "ollama/browser";

import { encodeBase64 } from "../../events/index.ts";
import { definedOnly } from "../../wire/index.ts";
import type { ChatMessage, ChatRequest, ToolDefinition } from "../request/chat-request.ts";
import { transcriptTurns } from "../request/transcript.ts";
import { unsupported } from "../request/unsupported.ts";
import { toolInputOf } from "../request/tool-input.ts";

/** Settings of every request body that a `ChatRequest` does not have. */
export interface OllamaDefaults {
  /**
   * How models take `reasoning`: as a `switch`, on or off, or as one of the `levels` low, medium and high.
   *
   * @defaultValue `levels` for models of the gpt-oss family, `switch` for all others
   */
  readonly thinking?: "switch" | "levels" | undefined;
  /** Model parameters under Ollama's names, such as `num_ctx`. The request's own settings override them. */
  readonly options?: Partial<Options> | undefined;
  /** How long the model stays loaded, such as `10m`; a negative duration (`-1m`) means forever. Ollama's default is 5 minutes. */
  readonly keepAlive?: string | undefined;
}

export function chatBodyOf(request: ChatRequest, defaults: OllamaDefaults): ChatBody {
  const { messages, tools = [], toolChoice } = request;
  // The API cannot force a call, but without tools there is none.
  const hasTools = tools.length > 0 && toolChoice !== "none";
  return {
    ...commonBodyOf(request, defaults),
    messages: messages.map(messageOf),
    ...definedOnly({ tools: hasTools ? tools.map(toolOf) : undefined }),
  };
}

/**
 * Returns the body for `/api/generate`, which has a system prompt and a prompt but no turns: a conversation becomes a
 * transcript in the prompt. Pure.
 *
 * @throws {StreamError} `unexpected`, when the request has tools.
 */
export function generateBodyOf(request: ChatRequest, defaults: OllamaDefaults): GenerateBody {
  if (request.tools !== undefined && request.tools.length > 0) {
    throw unsupported("Ollama's generate", "tools");
  }
  const turns = request.messages.filter(({ role }) => role !== "system");
  const system = request.messages.filter(({ role }) => role === "system").map(textOf);
  const images = turns.flatMap(imagesOf);
  const [first] = turns;
  return {
    ...commonBodyOf(request, defaults),
    prompt:
      turns.length === 1 && first?.role === "user"
        ? textOf(first)
        : [...transcriptTurns(turns, textOf), "Assistant:"].join("\n\n"),
    ...definedOnly({
      system: system.length === 0 ? undefined : system.join("\n\n"),
      images: images.length === 0 ? undefined : images,
    }),
  };
}

function commonBodyOf(request: ChatRequest, defaults: OllamaDefaults) {
  const { model, stop } = request;
  const options: Partial<Options> = {
    ...defaults.options,
    ...definedOnly({
      temperature: request.temperature,
      num_predict: request.maxOutputTokens,
      stop: stop && [...stop],
      seed: request.seed,
    }),
  };
  return {
    model,
    ...definedOnly({
      think: thinkOf(request, defaults),
      options: Object.keys(options).length === 0 ? undefined : options,
      keep_alive: defaults.keepAlive,
    }),
  };
}

/** Most models can only switch thinking on or off. gpt-oss has always had levels, and does not accept `true`. */
function thinkOf({ model, reasoning }: ChatRequest, { thinking }: OllamaDefaults) {
  if (reasoning === undefined) return undefined;
  if (reasoning === "none") return false;
  const hasLevels = thinking === undefined ? model.includes("gpt-oss") : thinking === "levels";
  return hasLevels ? reasoning : true;
}

function messageOf(message: ChatMessage): Message {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user": {
      const images = imagesOf(message);
      const content = textOf(message);
      return images.length === 0 ? { role: "user", content } : { role: "user", content, images };
    }
    case "assistant": {
      const { content, toolCalls } = message;
      if (toolCalls === undefined) return { role: "assistant", content };
      const calls = toolCalls.map((call) => ({
        id: call.id,
        function: { name: call.name, arguments: { ...toolInputOf(call.text) } },
      }));
      return { role: "assistant", content, tool_calls: calls };
    }
    case "tool": {
      const { call, content } = message;
      // Older servers read the name, newer ones the id; the SDK's types only have the name.
      const reference = { tool_name: call.name, tool_call_id: call.id };
      return { role: "tool", content, ...reference };
    }
  }
}

function toolOf({ name, description, parameters }: ToolDefinition): Tool {
  const schema = isSchema(parameters) ? parameters : undefined;
  return { type: "function", function: definedOnly({ name, description, parameters: schema }) };
}

/** The SDK's types have less of JSON Schema than the server accepts. */
function isSchema(schema: unknown): schema is NonNullable<Tool["function"]["parameters"]> {
  return typeof schema === "object" && schema !== null;
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? part.text : [])).join("\n");
}

function imagesOf({ content }: ChatMessage): string[] {
  if (typeof content === "string") return [];
  return content.flatMap((part) => (part.type === "image" ? encodeBase64(part.bytes) : []));
}
