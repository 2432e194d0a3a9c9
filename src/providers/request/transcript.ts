import type { ChatMessage } from "./chat-request.ts";

const SPEAKERS: Readonly<Record<ChatMessage["role"], string>> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};

/** Returns a conversation for models that only complete text: each message with its speaker. */
export function transcriptTurns(
  messages: readonly ChatMessage[],
  textOf: (message: ChatMessage) => string,
): string[] {
  return messages.map((message) => `${SPEAKERS[message.role]}: ${textOf(message)}`);
}
