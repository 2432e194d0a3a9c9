import type { ToolCall, UserPart } from "./chat-request.ts";
import type { NonSystemMessage } from "./merge-by-role.ts";

/** How an API writes the parts of a message. */
export interface BlockForms<Block> {
  text(text: string): Block;
  image(image: Extract<UserPart, { readonly type: "image" }>): Block;
  call(call: ToolCall): Block;
  result(call: ToolCall, content: string): Block;
}

/** Returns the blocks of a message, for APIs that refuse empty text. */
export function messageBlocks<Block>(
  forms: BlockForms<Block>,
): (message: NonSystemMessage) => Block[] {
  const textBlocks = (text: string) => (text === "" ? [] : [forms.text(text)]);

  return (message) => {
    if (message.role === "tool") return [forms.result(message.call, message.content)];
    if (message.role === "assistant") {
      const calls = message.toolCalls ?? [];
      return [...textBlocks(message.content), ...calls.map((call) => forms.call(call))];
    }
    if (typeof message.content === "string") return textBlocks(message.content);
    return message.content.flatMap((part) =>
      part.type === "text" ? textBlocks(part.text) : [forms.image(part)],
    );
  };
}
