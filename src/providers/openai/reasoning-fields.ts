import type { ChatRequest } from "../request/chat-request.ts";
import type { ServerTraits } from "./server-traits.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * How a chat request says how much to reason.
 *
 * @param answer Whether the answer is begun already, and how the server is told.
 */
export function reasoningFields(
  effort: ChatRequest["reasoning"],
  { isBegun, how }: { readonly isBegun: boolean; readonly how: ServerTraits["reasoning"] },
): Fields {
  // llama.cpp refuses to continue an answer while reasoning is on: the reasoning came before it.
  if (how === "chat_template_kwargs" && isBegun) return THINKING_OFF;
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

/** Templates that do not reason, or know no such switch, do not look at it. */
const THINKING_OFF: Fields = { chat_template_kwargs: { enable_thinking: false } };
