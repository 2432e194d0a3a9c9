import type { ChatMessage } from "./chat-request.ts";

/** What one side says until the other side's turn. */
export interface MergedMessage<Block> {
  readonly role: "user" | "assistant";
  readonly content: Block[];
}

/** What is said in turns: a tool's result is on the user's side. */
export type NonSystemMessage = Exclude<ChatMessage, { readonly role: "system" }>;

/**
 * A conversation in turns, for wires on which the two sides must alternate and an empty block is an error:
 * consecutive messages of one side are one turn, and a message without blocks is none.
 *
 * An answer that is to be gone on with loses the white space at its end, with which it would be refused.
 *
 * @param blocksOf The blocks that say a message.
 */
export function mergeByRole<Block>(
  messages: readonly ChatMessage[],
  blocksOf: (message: NonSystemMessage) => readonly Block[],
): MergedMessage<Block>[] {
  const turns: MergedMessage<Block>[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === "system") continue;
    const isLast = index === messages.length - 1;
    const blocks = blocksOf(isLast ? withoutTrailingSpace(message) : message);
    if (blocks.length === 0) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const latest = turns.at(-1);
    if (latest?.role === role) latest.content.push(...blocks);
    else turns.push({ role, content: [...blocks] });
  }
  return turns;
}

/** What the system says, for wires that keep it apart from the conversation. */
export function systemPrompts(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap(({ role, content }) =>
    role === "system" && content !== "" ? [content] : [],
  );
}

function withoutTrailingSpace(message: NonSystemMessage): NonSystemMessage {
  if (message.role !== "assistant" || message.toolCalls !== undefined) return message;
  return { ...message, content: message.content.trimEnd() };
}
