import { base64Of } from "../decode/base64.ts";
import type { ChatRequest, ToolCall, ToolDefinition, UserPart } from "../request/chat-request.ts";
import { toolInputOf } from "../request/tool-input.ts";
import { type NonSystemMessage, systemPrompts, mergeByRole } from "../request/merge-by-role.ts";

/** How a model is told how much to think. */
export type GeminiThinking = "budget" | "level";

/** A part of a turn, of those that we send. */
type Part =
  | { readonly text: string }
  | { readonly inlineData: { readonly mimeType: string; readonly data: string } }
  | { readonly functionCall: object; readonly thoughtSignature?: string }
  | { readonly functionResponse: object };

/** A request's body for `generateContent`; the model is in the address. Pure. */
export function geminiBodyOf(request: ChatRequest, thinking: GeminiThinking): object {
  const { messages, tools = [] } = request;
  const system = systemPrompts(messages);
  const config = generationConfigOf(request, thinking);
  return {
    ...(system.length === 0
      ? {}
      : { systemInstruction: { parts: system.map((text) => ({ text })) } }),
    contents: mergeByRole(messages, (message) => partsOf(message, thinking)).map(
      ({ role, content }) => ({ role: role === "assistant" ? "model" : "user", parts: content }),
    ),
    ...(tools.length === 0 ? {} : { tools: [{ functionDeclarations: tools.map(toolOf) }] }),
    ...toolConfigOf(request),
    ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
  };
}

function partsOf(message: NonSystemMessage, thinking: GeminiThinking): Part[] {
  switch (message.role) {
    case "user":
      return userParts(message.content);
    case "assistant": {
      const calls = message.toolCalls ?? [];
      return [...textParts(message.content), ...calls.map(callPart(thinking))];
    }
    case "tool": {
      const { call, content } = message;
      const response = { output: outputOf(content) };
      return [{ functionResponse: { id: call.id, name: call.name, response } }];
    }
  }
}

/**
 * Models that think by level refuse a call that comes back without its signature, and a `ToolCall` has no
 * place for one. This is the word that Google gives for calls whose signature is not known.
 *
 * @see {@link https://ai.google.dev/gemini-api/docs/thought-signatures}
 */
const UNSIGNED = "skip_thought_signature_validator";

function callPart(thinking: GeminiThinking) {
  return ({ id, name, text }: ToolCall): Part => ({
    functionCall: { id, name, args: toolInputOf(text) },
    ...(thinking === "level" ? { thoughtSignature: UNSIGNED } : {}),
  });
}

/** A tool's result as the value that it is, so that the model does not read JSON in a string. */
function outputOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

function userParts(content: string | readonly UserPart[]): Part[] {
  if (typeof content === "string") return textParts(content);
  return content.flatMap((part): Part[] =>
    part.type === "text"
      ? textParts(part.text)
      : [{ inlineData: { mimeType: part.mediaType, data: base64Of(part.bytes) } }],
  );
}

function textParts(text: string): Part[] {
  return text === "" ? [] : [{ text }];
}

function toolOf({ name, description, parameters }: ToolDefinition) {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    parametersJsonSchema: parameters,
  };
}

function toolConfigOf({ toolChoice }: ChatRequest) {
  if (toolChoice === undefined) return {};
  return { toolConfig: { functionCallingConfig: callingOf(toolChoice) } };
}

function callingOf(toolChoice: NonNullable<ChatRequest["toolChoice"]>) {
  switch (toolChoice) {
    case "auto":
      return { mode: "AUTO" };
    case "none":
      return { mode: "NONE" };
    case "required":
      return { mode: "ANY" };
    default:
      return { mode: "ANY", allowedFunctionNames: [toolChoice.name] };
  }
}

function generationConfigOf(request: ChatRequest, thinking: GeminiThinking) {
  const { temperature, maxOutputTokens, stop, seed, reasoning } = request;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
    ...(reasoning === undefined ? {} : { thinkingConfig: thinkingConfigOf(request, thinking) }),
  };
}

/**
 * In tokens.
 *
 * @see {@link https://ai.google.dev/gemini-api/docs/openai#thinking}, which maps OpenAI's words so.
 */
const BUDGET_TOKENS = { low: 1_024, medium: 8_192, high: 24_576 } as const;

/** The least that a `pro` model takes; it cannot leave thinking. */
const LEAST_PRO_TOKENS = 128;

/** Models that think by level cannot leave it either; `LOW` is the least that all of them take. */
function thinkingConfigOf({ model, reasoning = "none" }: ChatRequest, thinking: GeminiThinking) {
  if (reasoning === "none") {
    const thinkingBudget = model.includes("pro") ? LEAST_PRO_TOKENS : 0;
    return {
      includeThoughts: false,
      ...(thinking === "budget" ? { thinkingBudget } : { thinkingLevel: "LOW" }),
    };
  }
  return {
    includeThoughts: true,
    ...(thinking === "budget"
      ? { thinkingBudget: BUDGET_TOKENS[reasoning] }
      : { thinkingLevel: reasoning.toUpperCase() }),
  };
}
