import { bedrockReasoningOf } from "./reasoning.ts";
import type { ChatRequest, ImageType, ToolDefinition, UserPart } from "../request/chat-request.ts";
import { toolInputOf } from "../request/tool-input.ts";
import {
  type NonSystemMessage,
  systemPrompts,
  type MergedMessage,
  mergeByRole,
} from "../request/merge-by-role.ts";

/** What `Converse` and `ConverseStream` are given. As AWS's SDK has it, whose types need it to be installed. */
export interface ConverseInput {
  readonly modelId: string;
  readonly messages: MergedMessage<ConverseBlock>[];
  readonly system?: { text: string }[];
  readonly inferenceConfig?: {
    maxTokens?: number;
    temperature?: number;
    stopSequences?: string[];
  };
  readonly toolConfig?: { tools: ToolSpec[]; toolChoice?: ToolChoice };
  readonly additionalModelRequestFields?: JsonObject;
}

type ConverseBlock =
  | { text: string }
  | { image: { format: ImageFormat; source: { bytes: Uint8Array } } }
  | { toolUse: { toolUseId: string; name: string; input: JsonValue } }
  | { toolResult: { toolUseId: string; content: { text: string }[] } };

interface ToolSpec {
  toolSpec: { name: string; description?: string; inputSchema: { json: JsonValue } };
}

type ToolChoice = { auto: object } | { any: object } | { tool: { name: string } };

type ImageFormat = "png" | "jpeg" | "gif" | "webp";

/** A request as Bedrock's operations for conversations take it, whoever made the model. Pure. */
export function converseInputOf(request: ChatRequest): ConverseInput {
  const { model, messages, temperature, stop } = request;
  const system = systemPrompts(messages).map((text) => ({ text }));
  const { fields, maxTokens } = bedrockReasoningOf(request);
  const inferenceConfig = {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
  };
  return {
    modelId: model,
    messages: mergeByRole(messages, blocksOf),
    ...(system.length === 0 ? {} : { system }),
    ...(Object.keys(inferenceConfig).length === 0 ? {} : { inferenceConfig }),
    ...toolConfigOf(request),
    ...(Object.keys(fields).length === 0
      ? {}
      : { additionalModelRequestFields: jsonObjectOf(fields) }),
  };
}

/** The wire cannot forbid calls; it can only be told of no tools, unless the conversation names some. */
function toolConfigOf(request: ChatRequest): Pick<ConverseInput, "toolConfig"> {
  const { tools, toolChoice, messages } = request;
  if (tools === undefined) return {};
  const mentionsTools = messages.some(({ role }) => role === "tool");
  if (toolChoice === "none" && !mentionsTools) return {};
  return { toolConfig: { tools: tools.map(toolOf), ...choiceOf(toolChoice) } };
}

function choiceOf(toolChoice: ChatRequest["toolChoice"]): { toolChoice?: ToolChoice } {
  switch (toolChoice) {
    case undefined:
    case "none":
      return {};
    case "auto":
      return { toolChoice: { auto: {} } };
    case "required":
      return { toolChoice: { any: {} } };
    default:
      return { toolChoice: { tool: { name: toolChoice.name } } };
  }
}

function toolOf({ name, description, parameters }: ToolDefinition): ToolSpec {
  return {
    toolSpec: {
      name,
      ...(description === undefined ? {} : { description }),
      inputSchema: { json: jsonValueOf({ ...parameters, type: "object" }) },
    },
  };
}

function blocksOf(message: NonSystemMessage): ConverseBlock[] {
  switch (message.role) {
    case "user":
      return userBlocks(message.content);
    case "assistant": {
      const calls = message.toolCalls ?? [];
      return [
        ...textBlocks(message.content),
        ...calls.map(({ id, name, text }): ConverseBlock => {
          return { toolUse: { toolUseId: id, name, input: jsonValueOf(toolInputOf(text)) } };
        }),
      ];
    }
    case "tool": {
      const content = textBlocks(message.content);
      return [{ toolResult: { toolUseId: message.call.id, content } }];
    }
  }
}

function userBlocks(content: string | readonly UserPart[]): ConverseBlock[] {
  if (typeof content === "string") return textBlocks(content);
  return content.flatMap((part): ConverseBlock[] => {
    if (part.type === "text") return textBlocks(part.text);
    const { mediaType, bytes } = part;
    return [{ image: { format: IMAGE_FORMATS[mediaType], source: { bytes } } }];
  });
}

const IMAGE_FORMATS: Readonly<Record<ImageType, ImageFormat>> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/gif": "gif",
  "image/webp": "webp",
};

function textBlocks(text: string): { text: string }[] {
  return text === "" ? [] : [{ text }];
}

/** AWS's SDK takes no other values where a document may hold anything. */
type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

interface JsonObject {
  [name: string]: JsonValue;
}

/** The value as JSON would carry it. */
function jsonValueOf(value: unknown): JsonValue {
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      if (Array.isArray(value)) return value.map(jsonValueOf);
      return value === null ? null : jsonObjectOf(value);
    default:
      return null;
  }
}

function jsonObjectOf(value: object): JsonObject {
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined && typeof entry !== "function")
    .map(([name, entry]) => [name, jsonValueOf(entry)]);
  return Object.fromEntries(entries);
}
