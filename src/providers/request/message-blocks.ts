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

  function userBlocks(content: string | readonly UserPart[]): Block[] {
    if (typeof content === "string") return textBlocks(content);
    return content.flatMap((part) =>
      part.type === "text" ? textBlocks(part.text) : [forms.image(part)],
    );
  }

  return (message) => {
    switch (message.role) {
      case "user":
        return userBlocks(message.content);
      case "assistant": {
        const calls = message.toolCalls ?? [];
        return [...textBlocks(message.content), ...calls.map((call) => forms.call(call))];
      }
      case "tool":
        return [forms.result(message.call, message.content)];
    }
  };
}
