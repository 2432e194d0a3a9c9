import type { Capabilities } from "../request/capabilities.ts";

/** The servers of which it is known how they imitate OpenAI's chat completions. */
export type CompatibleServer =
  | "generic"
  | "vllm"
  | "llama.cpp"
  | "lm-studio"
  | "ollama"
  | "mistral"
  | "deepseek"
  | "azure";

/** Where servers that speak OpenAI's chat wire differ: in what they take, and in what they send. */
export interface ServerTraits {
  /** The field of the longest answer. OpenAI's newer models refuse the old one, many servers the new one. */
  readonly maxTokens: "max_tokens" | "max_completion_tokens";
  /** `on-request` asks for it with `stream_options`, which some servers refuse. */
  readonly usage: Capabilities["usage"];
  /** How a last message of the assistant is marked as the beginning of the answer; `none`: it cannot be. */
  readonly prefill: "continue_final_message" | "last-message" | "prefix" | "none";
  /**
   * How it is said how much to reason: in OpenAI's field; to the chat template, where `none` switches
   * reasoning off; by DeepSeek's switch, with OpenAI's field; or not at all.
   */
  readonly reasoning: "reasoning_effort" | "chat_template_kwargs" | "thinking" | "none";
  readonly seed: "seed" | "random_seed" | "none";
  /**
   * How a tool is chosen: by its name; or, where a server takes only words, by offering no other one and
   * requiring a call.
   */
  readonly toolChoice: "by-name" | "by-offer";
  /** Whether a tool's arguments come as they are written, or whole. */
  readonly tools: Capabilities["tools"];
  readonly images: boolean;
}

/** OpenAI itself. */
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

/** The table of `openAiCompatible`'s doc comment, as far as a server differs. */
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

/** What may be asked of a server with these traits, and expected of it. */
export function capabilitiesOf({
  prefill,
  usage,
  tools,
  seed,
  images,
}: ServerTraits): Capabilities {
  return {
    resume: prefill === "none" ? "continuation" : "prefill",
    usage,
    tools,
    // Whatever field it comes in.
    reasoning: "text",
    images,
    seed: seed !== "none",
  };
}
