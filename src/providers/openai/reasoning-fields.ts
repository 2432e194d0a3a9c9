import type { ChatRequest } from "../request/chat-request.ts";
import type { ServerTraits } from "./server-traits.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Returns the fields of a chat request that set the reasoning effort. */
export function reasoningFields(
  effort: ChatRequest["reasoning"],
  { isPrefilled, how }: { readonly isPrefilled: boolean; readonly how: ServerTraits["reasoning"] },
): Fields {
  // llama.cpp refuses to continue an answer with reasoning on: the reasoning came before it.
  if (how === "chat_template_kwargs" && isPrefilled) return THINKING_OFF;
  if (effort === undefined) return {};
  switch (how) {
    case "reasoning_effort":
      return { reasoning_effort: effort };
    case "chat_template_kwargs":
      return effort === "none"
        ? THINKING_OFF
        : {
            reasoning_effort: effort,
            chat_template_kwargs: { enable_thinking: true, reasoning_effort: effort },
          };
    case "thinking":
      return effort === "none"
        ? { thinking: { type: "disabled" } }
        : { thinking: { type: "enabled" }, reasoning_effort: effort };
    case "none":
      return {};
  }
}

/** Templates without reasoning, or without this switch, ignore it. */
const THINKING_OFF: Fields = { chat_template_kwargs: { enable_thinking: false } };
