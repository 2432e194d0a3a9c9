/**
 * Request → events: one adapter per API. An adapter makes one attempt and reports exactly what happened; retries,
 * deadlines and stopping belong to the session.
 */
export { anthropicMessages, type AnthropicMessagesSettings } from "./anthropic/messages.ts";
export { bedrock } from "./bedrock/converse.ts";
export { bedrockAnthropic } from "./bedrock/anthropic.ts";
export type { AwsCredentials, BedrockSettings } from "./bedrock/settings.ts";
export type { AnswerPart } from "./custom/answer-part.ts";
export type {
  ChatMessage,
  ChatRequest,
  ImageType,
  ToolCall,
  ToolDefinition,
  UserPart,
} from "./request/chat-request.ts";
export { customProvider, type CustomSettings } from "./custom/custom-provider.ts";
export type { CustomSource } from "./custom/custom-source.ts";
export type { CustomHttp } from "./custom/custom-http.ts";
export { providerCatalogue } from "./catalogue/catalogue.ts";
export {
  NoProviderError,
  providerFromEnvironment,
  type ProviderQuery,
  type ResolvedProvider,
} from "./catalogue/from-environment.ts";
export { gemini, type GeminiSettings } from "./gemini/gemini.ts";
export { ollamaChat, ollamaGenerate, type OllamaSettings } from "./ollama/ollama.ts";
export { openAiChat, type OpenAiChatSettings } from "./openai/chat.ts";
export {
  type AzureSettings,
  type CompatibleSettings,
  openAiCompatible,
  type OpenAiCompatibleSettings,
} from "./openai/compatible.ts";
export { openAiCompletions } from "./openai/completions.ts";
export { openAiResponses, type OpenAiResponsesSettings } from "./openai/responses.ts";
export type { CompatibleServer, ServerTraits } from "./openai/server-traits.ts";
export { STALE_WITHIN_MS } from "./http/platform-fetch.ts";
export type { Attempt, Capabilities, Provider, ProviderRead } from "./provider.ts";
export {
  closestProvider,
  findProvider,
  type ProviderAccess,
  providerAccess,
  providerNamed,
  providerNames,
  providerWith,
} from "./catalogue/provider-access.ts";
export type {
  EnvironmentVariables,
  ProviderEntry,
  ProviderSettings,
  ProviderVariables,
} from "./catalogue/provider-entry.ts";
export { recordProvider, type RecordOptions } from "./recordings/record-provider.ts";
export type {
  RecordedEnd,
  RecordedRead,
  RecordedRequest,
  Recording,
} from "./recordings/recording.ts";
export {
  readRecordings,
  type StoredRecordings,
  writeRecording,
} from "./recordings/recording-lines.ts";
export { replayRecording } from "./recordings/replay-recording.ts";
export { type ReplayOptions, replayTrace } from "./recordings/replay-trace.ts";
export type { HttpSettings, SdkSettings } from "./http/http-settings.ts";
