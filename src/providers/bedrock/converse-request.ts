import { definedOnly } from "../../wire/index.ts";
import type { ChatRequest, ImageType, ToolDefinition } from "../request/chat-request.ts";
import { messageBlocks } from "../request/message-blocks.ts";
import { thinkingOf } from "../anthropic/thinking.ts";
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

/** Returns the input for models of all makers. Pure. */
export function converseInputOf(request: ChatRequest): ConverseInput {
  const { model, messages, temperature, stop } = request;
  const system = systemPrompts(messages).map((text) => ({ text }));
  const { fields, maxTokens } = reasoningOf(request);
  const stopSequences = stop && [...stop];
  const inferenceConfig = definedOnly({ maxTokens, temperature, stopSequences });
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

/**
 * The reasoning effort in the fields of the model's maker, which is recognised by its name in the model's. Profiles
 * under other names get no fields, and neither do the models of makers that have none.
 *
 * @returns Also the output limit, increased so that reasoning does not use up the answer's tokens.
 *
 * @see {@link https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html}
 */
function reasoningOf(request: ChatRequest): { fields: object; maxTokens: number | undefined } {
  const { model, reasoning, maxOutputTokens: maxTokens } = request;
  if (reasoning === undefined) return { fields: {}, maxTokens };
  if (!/claude/u.test(model)) return { fields: effortOf(model, reasoning), maxTokens };
  const { max_tokens, ...fields } = thinkingOf(request);
  return { fields, maxTokens: maxTokens === undefined ? undefined : max_tokens };
}

function effortOf(model: string, effort: NonNullable<ChatRequest["reasoning"]>): object {
  if (/gpt-oss/u.test(model)) return { reasoning_effort: effort };
  if (/^(?:[a-z-]+\.)?openai\./u.test(model)) return { reasoning: { effort } };
  if (/nova-2/u.test(model) && effort !== "none") {
    return { reasoningConfig: { type: "enabled", maxReasoningEffort: effort } };
  }
  return {};
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
  if (typeof toolChoice === "object") return { tool: { name: toolChoice.name } };
  if (toolChoice === "auto") return { auto: {} };
  return toolChoice === "required" ? { any: {} } : undefined;
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

/** The value after a conversion to JSON and back. */
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
