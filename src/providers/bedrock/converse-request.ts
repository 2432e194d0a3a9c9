import { reasoningOf } from "./reasoning.ts";
import { definedOnly } from "../../wire/index.ts";
import type { ChatRequest, ImageType, ToolDefinition } from "../request/chat-request.ts";
import { messageBlocks } from "../request/message-blocks.ts";
import { toolInputOf } from "../request/tool-input.ts";
import { systemPrompts, type MergedMessage, mergeByRole } from "../request/merge-by-role.ts";

/** Input of `Converse` and `ConverseStream`. AWS's SDK has a type for it, but is an optional package. */
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

/** Returns the input of `Converse` and `ConverseStream`, for models of all makers. Pure. */
export function converseInputOf(request: ChatRequest): ConverseInput {
  const { model, messages, temperature, stop } = request;
  const system = systemPrompts(messages).map((text) => ({ text }));
  const { fields, maxTokens } = reasoningOf(request);
  const inferenceConfig = definedOnly({
    maxTokens,
    temperature,
    stopSequences: stop && [...stop],
  });
  return {
    modelId: model,
    messages: mergeByRole(messages, blocksOf),
    ...definedOnly({
      system: system.length === 0 ? undefined : system,
      inferenceConfig: isEmpty(inferenceConfig) ? undefined : inferenceConfig,
      toolConfig: toolConfigOf(request),
      additionalModelRequestFields: isEmpty(fields) ? undefined : jsonObjectOf(fields),
    }),
  };
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}

/** The API cannot forbid calls: `none` sends no tools, unless the conversation has results of some. */
function toolConfigOf(request: ChatRequest): ConverseInput["toolConfig"] {
  const { tools, toolChoice, messages } = request;
  if (tools === undefined) return undefined;
  const hasResults = messages.some(({ role }) => role === "tool");
  if (toolChoice === "none" && !hasResults) return undefined;
  return { tools: tools.map(toolOf), ...definedOnly({ toolChoice: choiceOf(toolChoice) }) };
}

function choiceOf(toolChoice: ChatRequest["toolChoice"]): ToolChoice | undefined {
  switch (toolChoice) {
    case undefined:
    case "none":
      return undefined;
    case "auto":
      return { auto: {} };
    case "required":
      return { any: {} };
    default:
      return { tool: { name: toolChoice.name } };
  }
}

function toolOf({ name, description, parameters }: ToolDefinition): ToolSpec {
  const inputSchema = { json: jsonObjectOf({ ...parameters, type: "object" }) };
  return { toolSpec: { ...definedOnly({ name, description }), inputSchema } };
}

const blocksOf = messageBlocks<ConverseBlock>({
  text: (text) => ({ text }),
  image: ({ mediaType, bytes }) => ({
    image: { format: IMAGE_FORMATS[mediaType], source: { bytes } },
  }),
  call: ({ id, name, text }) => ({
    toolUse: { toolUseId: id, name, input: jsonObjectOf(toolInputOf(text)) },
  }),
  result: ({ id }, content) => ({
    toolResult: { toolUseId: id, content: content === "" ? [] : [{ text: content }] },
  }),
});

const IMAGE_FORMATS: Readonly<Record<ImageType, ImageFormat>> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/gif": "gif",
  "image/webp": "webp",
};

/** The type that AWS's SDK has for any JSON value. */
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
