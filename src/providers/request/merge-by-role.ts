import type { ChatMessage } from "./chat-request.ts";

/** Consecutive messages of one role. */
export interface MergedMessage<Block> {
  readonly role: "user" | "assistant";
  readonly content: Block[];
}

/** A message of the user, the assistant or a tool; the results of tools belong to the user's role. */
export type NonSystemMessage = Exclude<ChatMessage, { readonly role: "system" }>;

/**
 * Merges consecutive messages of one role, for APIs in which roles must alternate. Omits messages without blocks, and
 * trailing whitespace of an assistant's message that is to be continued, which the APIs reject.
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

/** Returns the system messages, for APIs with a separate field for them. */
export function systemPrompts(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap(({ role, content }) =>
    role === "system" && content !== "" ? [content] : [],
  );
}

function withoutTrailingSpace(message: NonSystemMessage): NonSystemMessage {
  if (message.role !== "assistant" || message.toolCalls !== undefined) return message;
  return { ...message, content: message.content.trimEnd() };
}
