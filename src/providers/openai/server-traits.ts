import type { Capabilities } from "../provider.ts";

/** Servers with known differences from OpenAI's chat completions. */
export type CompatibleServer =
  | "generic"
  | "vllm"
  | "llama.cpp"
  | "lm-studio"
  | "ollama"
  | "mistral"
  | "deepseek"
  | "azure";

/** Differences between servers that are compatible with OpenAI's chat completions. */
export interface ServerTraits {
  /** The field for the output limit. OpenAI's newer models refuse the old one, many servers the new one. */
  readonly maxTokens: "max_tokens" | "max_completion_tokens";
  /** With `on-request`, requests contain `stream_options`, which some servers refuse. */
  readonly usage: Capabilities["usage"];
  /** How the last message is marked as the beginning of the answer; `none` if the server cannot continue it. */
  readonly prefill: "continue_final_message" | "last-message" | "prefix" | "none";
  /**
   * The fields for the reasoning effort: OpenAI's; arguments of the chat template, in which `none` switches reasoning
   * off; DeepSeek's switch together with OpenAI's field; or none.
   */
  readonly reasoning: "reasoning_effort" | "chat_template_kwargs" | "thinking" | "none";
  readonly seed: "seed" | "random_seed" | "none";
  /**
   * How one tool is chosen: by its name; or, on servers that accept only strings, by offering only this one and
   * requiring a call.
   */
  readonly toolChoice: "by-name" | "by-offer";
  /** Whether a tool's arguments are streamed. */
  readonly tools: Capabilities["tools"];
  readonly images: boolean;
}

export const OPENAI_TRAITS: ServerTraits = {
  maxTokens: "max_completion_tokens",
  usage: "on-request",
  prefill: "none",
  reasoning: "reasoning_effort",
  seed: "seed",
  toolChoice: "by-name",
  tools: "deltas",
  images: true,
};

const GENERIC: ServerTraits = { ...OPENAI_TRAITS, maxTokens: "max_tokens" };

/** The same table as in `openAiCompatible`'s doc comment. */
export const SERVER_TRAITS: Readonly<Record<CompatibleServer, ServerTraits>> = {
  generic: GENERIC,
  vllm: { ...GENERIC, prefill: "continue_final_message", reasoning: "chat_template_kwargs" },
  "llama.cpp": {
    ...GENERIC,
    prefill: "last-message",
    reasoning: "chat_template_kwargs",
    toolChoice: "by-offer",
  },
  "lm-studio": { ...GENERIC, toolChoice: "by-offer" },
  ollama: { ...GENERIC, toolChoice: "by-offer", tools: "whole" },
  mistral: {
    ...GENERIC,
    usage: "always",
    prefill: "prefix",
    reasoning: "none",
    seed: "random_seed",
    tools: "whole",
  },
  deepseek: { ...GENERIC, prefill: "prefix", reasoning: "thinking", seed: "none", images: false },
  azure: OPENAI_TRAITS,
};

export function capabilitiesOf(traits: ServerTraits): Capabilities {
  const { prefill, usage, tools, seed, images } = traits;
  return {
    resume: prefill === "none" ? "continuation" : "prefill",
    usage,
    tools,
    // Every server's field is decoded.
    reasoning: "text",
    images,
    seed: seed !== "none",
  };
}
