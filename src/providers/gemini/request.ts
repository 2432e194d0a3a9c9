import { encodeBase64 } from "../../events/index.ts";
import { definedOnly } from "../../wire/index.ts";
import type { ChatRequest, ToolDefinition } from "../request/chat-request.ts";
import { type BlockForms, messageBlocks } from "../request/message-blocks.ts";
import { toolInputOf } from "../request/tool-input.ts";
import { systemPrompts, mergeByRole } from "../request/merge-by-role.ts";

export type GeminiThinking = "budget" | "level";

type Part =
  | { readonly text: string }
  | { readonly inlineData: { readonly mimeType: string; readonly data: string } }
  | { readonly functionCall: object; readonly thoughtSignature: string | undefined }
  | { readonly functionResponse: object };

/** Returns the body for `generateContent`, without the model, which is in the URL. Pure. */
export function requestBodyOf(request: ChatRequest, thinking: GeminiThinking): object {
  const { messages, tools = [], toolChoice, stop, reasoning } = request;
  const system = systemPrompts(messages);
  const config = definedOnly({
    temperature: request.temperature,
    maxOutputTokens: request.maxOutputTokens,
    stopSequences: stop,
    seed: request.seed,
    thinkingConfig: reasoning && thinkingConfigOf(request, thinking),
  });
  return {
    systemInstruction:
      system.length === 0 ? undefined : { parts: system.map((text) => ({ text })) },
    contents: mergeByRole(messages, messageBlocks<Part>(partForms(thinking))).map(
      ({ role, content }) => ({ role: role === "assistant" ? "model" : "user", parts: content }),
    ),
    tools: tools.length === 0 ? undefined : [{ functionDeclarations: tools.map(toolOf) }],
    toolConfig: toolChoice && { functionCallingConfig: callingConfigOf(toolChoice) },
    generationConfig: Object.keys(config).length === 0 ? undefined : config,
  };
}

/**
 * Models that think by level refuse a call that comes back without its signature, and a `ToolCall` has no field for
 * one. Google specifies this value for calls whose signature is not known.
 *
 * @see {@link https://ai.google.dev/gemini-api/docs/thought-signatures}
 */
const UNSIGNED = "skip_thought_signature_validator";

function partForms(thinking: GeminiThinking): BlockForms<Part> {
  return {
    text: (text) => ({ text }),
    image: ({ mediaType, bytes }) => ({
      inlineData: { mimeType: mediaType, data: encodeBase64(bytes) },
    }),
    call: ({ id, name, text }) => ({
      functionCall: { id, name, args: toolInputOf(text) },
      thoughtSignature: thinking === "level" ? UNSIGNED : undefined,
    }),
    result: ({ id, name }, content) => ({
      functionResponse: { id, name, response: { output: valueOf(content) } },
    }),
  };
}

/** A tool's result as a value, so that the model does not read JSON in a string. */
function valueOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

function toolOf({ name, description, parameters }: ToolDefinition) {
  return { name, description, parametersJsonSchema: parameters };
}

const CALLING_MODES = { auto: "AUTO", none: "NONE", required: "ANY" } as const;

function callingConfigOf(toolChoice: NonNullable<ChatRequest["toolChoice"]>) {
  return typeof toolChoice === "object"
    ? { mode: "ANY", allowedFunctionNames: [toolChoice.name] }
    : { mode: CALLING_MODES[toolChoice] };
}

/**
 * Token budgets.
 *
 * @see {@link https://ai.google.dev/gemini-api/docs/openai#thinking}, which maps OpenAI's levels to these.
 */
const BUDGET_TOKENS = { low: 1_024, medium: 8_192, high: 24_576 } as const;

/** Models that think by level cannot switch it off either; `LOW` is the lowest level that all of them accept. */
function thinkingConfigOf({ model, reasoning = "none" }: ChatRequest, thinking: GeminiThinking) {
  const includeThoughts = reasoning !== "none";
  if (thinking === "level") {
    return { includeThoughts, thinkingLevel: includeThoughts ? reasoning.toUpperCase() : "LOW" };
  }
  // `pro` models cannot switch thinking off; 128 is the smallest budget that they accept.
  const least = model.includes("pro") ? 128 : 0;
  return { includeThoughts, thinkingBudget: includeThoughts ? BUDGET_TOKENS[reasoning] : least };
}
