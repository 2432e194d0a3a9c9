/**
 * Request → events: one adapter per wire. An adapter makes one attempt and tells the truth about it;
 * retries, deadlines and stopping are the session's.
 */
export { anthropicMessages, type AnthropicMessagesSettings } from "./anthropic-messages.ts";
export { bedrock } from "./bedrock.ts";
export { bedrockAnthropic } from "./bedrock-anthropic.ts";
export type { AwsCredentials, BedrockSettings } from "./bedrock-settings.ts";
export type { AnswerPiece, OriginPiece, UsagePiece } from "./answer-piece.ts";
export type { Capabilities } from "./capabilities.ts";
export type {
  ChatMessage,
  ChatRequest,
  ImageType,
  ToolCall,
  ToolDefinition,
  UserPart,
} from "./chat-request.ts";
export { type CustomBasics, customProvider, type CustomSettings } from "./custom-provider.ts";
export type { AnswerSource } from "./custom-source.ts";
export type { AnswerWire } from "./custom-wire.ts";
export { providerCatalogue } from "./catalogue.ts";
export { closestName } from "./closest-name.ts";
export type { Environment, SetVariable } from "./environment.ts";
export {
  configuredProviders,
  type ProviderChoice,
  providerFromEnvironment,
  type ProviderWish,
} from "./from-environment.ts";
export { gemini, type GeminiSettings } from "./gemini.ts";
export { ollamaChat } from "./ollama-chat.ts";
export { ollamaGenerate } from "./ollama-generate.ts";
export type { OllamaSettings } from "./ollama-provider.ts";
export { openAiChat, type OpenAiChatSettings } from "./openai-chat.ts";
export { openAiCompatible } from "./openai-compatible.ts";
export type {
  AzureSettings,
  CompatibleSettings,
  OpenAiCompatibleSettings,
} from "./openai-compatible-settings.ts";
export { openAiCompletions } from "./openai-completions.ts";
export { openAiResponses, type OpenAiResponsesSettings } from "./openai-responses.ts";
export type { CompatibleServer, ServerTraits } from "./openai-server-traits.ts";
export { STALE_WITHIN_MS } from "./platform-fetch.ts";
export { type Attempt, type Provider, type ProviderRead } from "./provider.ts";
export {
  type ProviderAccess,
  providerAccess,
  providerNamed,
  type ProviderOverrides,
  providerWith,
} from "./provider-access.ts";
export type { ProviderEntry, ProviderSettings, ProviderVariables } from "./provider-entry.ts";
export { recordProvider, type RecordOptions } from "./record-provider.ts";
export type { RecordedEnd, RecordedRead, RecordedRequest, Recording } from "./recording.ts";
export { readRecordings, type StoredRecordings, writeRecording } from "./recording-lines.ts";
export { recordedFetch, replayRecording } from "./replay-recording.ts";
export { type ReplayOptions, replayTrace } from "./replay-trace.ts";
export type { HttpSettings, SdkSettings } from "./http-provider.ts";
export { retryAfterMs } from "./retry-after.ts";
