import type { AnswerOrigin } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import { isSentByOpenAi, openAiClients, type OpenAiClients } from "./client.ts";
import { chunksOfCompletion, openAiChatDecoder } from "./chat-decoder.ts";
import { chatBodyOf } from "./chat-request.ts";
import { openAiModels } from "./models.ts";
import { capabilitiesOf, OPENAI_TRAITS, type ServerTraits } from "./server-traits.ts";
import type { Provider } from "../provider.ts";
import { sdkProvider } from "../http/sdk-provider.ts";

/** Whom to ask, and with which key. */
export type OpenAiChatSettings = SdkSettings;

/**
 * Chat completions by OpenAI's official SDK. The base URL includes `/v1` and is
 * `https://api.openai.com/v1` where none is given. For servers that imitate this wire see
 * {@link openAiCompatible}.
 *
 * The SDK makes the request: authentication, parameters. The body is decoded here, because the SDK's
 * own iterator ends normally when the answer was cut off. Its retries are off: those are the session's.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * openAiChat({ apiKey: "none", baseUrl: "http://127.0.0.1:8000/v1" }).id; // "openai-chat"
 * ```
 */
export function openAiChat(settings: OpenAiChatSettings): Provider {
  return chatProvider({
    id: "openai-chat",
    traits: OPENAI_TRAITS,
    decode: settings.decode ?? "own",
    openAi: openAiClients(settings),
  });
}

/** What makes a provider of chat completions out of a client and a server's traits. */
export interface ChatProviderParts {
  readonly id: string;
  readonly traits: ServerTraits;
  readonly decode: "own" | "sdk";
  readonly openAi: OpenAiClients;
}

/** Chat completions of any server that OpenAI's SDK can be pointed at. */
export function chatProvider({ id, traits, decode, openAi }: ChatProviderParts): Provider {
  const { clients, endpoint } = openAi;
  return {
    ...sdkProvider({
      id,
      capabilities: capabilitiesOf(traits),
      decode,
      endpoint,
      clients,
      call: (client, request: ChatRequest, signal) =>
        client.chat.completions.create(chatBodyOf(request, traits), { signal }),
      decoder: (origin: AnswerOrigin) => openAiChatDecoder(origin),
      chunksOf: chunksOfCompletion,
      isSent: isSentByOpenAi,
      requestIdHeader: "x-request-id",
    }),
    listModels: openAiModels(openAi),
  };
}
