/**
 * Request → events: one adapter per wire. An adapter makes one attempt and tells the truth about it;
 * retries, deadlines and stopping are the session's.
 */
export {
  type Environment,
  type ProviderChoice,
  providerFromEnvironment,
} from "./from-environment.ts";
export { openAiChat, type OpenAiChatSettings } from "./openai-chat.ts";
export {
  type Attempt,
  type ChatMessage,
  type ChatRequest,
  type Provider,
  type ProviderRead,
} from "./provider.ts";
export { type ReplayOptions, replayTrace } from "./replay-trace.ts";
export { retryAfterMs } from "./retry-after.ts";
