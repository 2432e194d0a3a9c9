import type {
  ChatRequest as ChatBody,
  GenerateRequest as GenerateBody,
  Message,
  Options,
  Tool,
} from "ollama/browser";

import { base64Of } from "../decode/base64.ts";
import type { ChatMessage, ChatRequest, UserPart } from "../request/chat-request.ts";
import { unsupported } from "../request/unsupported.ts";
import { toolInputOf } from "../request/tool-input.ts";

/** What belongs into every body, and is not said by the request. */
export interface OllamaDefaults {
  /**
   * How models take `reasoning`: as a `switch`, on or off, or as one of the `levels` low, medium and high.
   *
   * @defaultValue `levels` for models of the gpt-oss family, `switch` for all others
   */
  readonly thinking?: "switch" | "levels";
  /** Parameters of the model as Ollama calls them, such as `num_ctx`. What a request says comes first. */
  readonly options?: Partial<Options>;
  /** How long the model stays loaded, as in `10m`; negative (`-1m`) is for ever. 5 minutes without. */
  readonly keepAlive?: string;
}

/** A request's body for `/api/chat`. Pure. */
export function ollamaChatBodyOf(request: ChatRequest, defaults: OllamaDefaults): ChatBody {
  const { messages, tools = [], toolChoice } = request;
  // The wire cannot force a call, but it can be kept from one.
  const isKept = tools.length === 0 || toolChoice === "none";
  return {
    ...commonBodyOf(request, defaults),
    messages: messages.map(messageOf),
    ...(isKept ? {} : { tools: tools.map(toolOf) }),
  };
}

/**
 * A request's body for `/api/generate`, which knows a system's text and a prompt, and no turns: a
 * conversation is written into the prompt, turn after turn. Pure.
 *
 * @throws {StreamError} `unexpected`, when it has tools.
 */
export function ollamaGenerateBodyOf(request: ChatRequest, defaults: OllamaDefaults): GenerateBody {
  if (request.tools !== undefined && request.tools.length > 0) {
    throw unsupported("Ollama's generate", "tools");
  }
  const turns = request.messages.filter(({ role }) => role !== "system");
  const system = request.messages.filter(({ role }) => role === "system").map(textOf);
  const images = turns.flatMap(imagesOf);
  const [only] = turns;
  return {
    ...commonBodyOf(request, defaults),
    prompt: turns.length === 1 && only?.role === "user" ? textOf(only) : transcriptOf(turns),
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    ...(images.length === 0 ? {} : { images }),
  };
}

function commonBodyOf(request: ChatRequest, defaults: OllamaDefaults) {
  const { temperature, maxOutputTokens, stop, seed } = request;
  const options: Partial<Options> = {
    ...defaults.options,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
    ...(stop === undefined ? {} : { stop: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
  };
  return {
    model: request.model,
    ...thinkOf(request, defaults),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(defaults.keepAlive === undefined ? {} : { keep_alive: defaults.keepAlive }),
  };
}

/** Models think or do not; only gpt-oss has always known how hard, and does not know a plain yes. */
function thinkOf({ model, reasoning }: ChatRequest, { thinking }: OllamaDefaults) {
  if (reasoning === undefined) return {};
  if (reasoning === "none") return { think: false };
  const hasLevels = thinking === undefined ? model.includes("gpt-oss") : thinking === "levels";
  return { think: hasLevels ? reasoning : true };
}

function messageOf(message: ChatMessage): Message {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user": {
      const images = imagesOf(message);
      return {
        role: "user",
        content: textOf(message),
        ...(images.length === 0 ? {} : { images }),
      };
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
      // Older servers go by the name, newer ones by the id; the SDK's types know only the name.
      const named = { tool_name: call.name, tool_call_id: call.id };
      return { role: "tool", content, ...named };
    }
  }
}

function toolOf({
  name,
  description,
  parameters,
}: NonNullable<ChatRequest["tools"]>[number]): Tool {
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      ...(isSchema(parameters) ? { parameters } : {}),
    },
  };
}

/** The SDK's types know fewer words of JSON Schema than its server. */
function isSchema(schema: unknown): schema is NonNullable<Tool["function"]["parameters"]> {
  return typeof schema === "object" && schema !== null;
}

function partsOf(message: ChatMessage): readonly UserPart[] {
  if (typeof message.content !== "string") return message.content;
  return [{ type: "text", text: message.content }];
}

function textOf(message: ChatMessage): string {
  return partsOf(message)
    .flatMap((part) => (part.type === "text" ? part.text : []))
    .join("\n");
}

function imagesOf(message: ChatMessage): string[] {
  return partsOf(message).flatMap((part) => (part.type === "image" ? base64Of(part.bytes) : []));
}

function transcriptOf(turns: readonly ChatMessage[]): string {
  const lines = turns.map((turn) => `${NAMES[turn.role]}: ${textOf(turn)}`);
  return [...lines, "Assistant:"].join("\n\n");
}

const NAMES: Readonly<Record<ChatMessage["role"], string>> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};
