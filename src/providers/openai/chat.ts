import type OpenAI from "openai";

import type { SdkSettings } from "../http/http-settings.ts";
import type { SdkClients } from "../http/sdk-clients.ts";
import type { Provider } from "../provider.ts";
import { chunksOfCompletion, chatDecoder } from "./chat-decoder.ts";
import { chatBodyOf } from "./chat-request.ts";
import { clientsFor, endpointProvider } from "./client.ts";
import { capabilitiesOf, OPENAI_TRAITS, type ServerTraits } from "./server-traits.ts";

/** Endpoint and API key. */
export type OpenAiChatSettings = SdkSettings;

/**
 * Chat completions, through OpenAI's official SDK. The base URL includes `/v1`; the default is
 * `https://api.openai.com/v1`. For compatible servers, see {@link openAiCompatible}.
 *
 * The SDK makes the request (authentication, parameters). This package decodes the body, because the SDK's own iterator
 * ends normally when the answer was cut off. The SDK's retries are off, because the session retries.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * openAiChat({ apiKey: "none", baseUrl: "http://127.0.0.1:8000/v1" }).id; // "openai-chat"
 * ```
 */
export function openAiChat(settings: OpenAiChatSettings): Provider {
  const { decode } = settings;
  return chatProvider(clientsFor(settings), { id: "openai-chat", traits: OPENAI_TRAITS, decode });
}

interface ChatProviderSettings extends Pick<SdkSettings, "decode"> {
  readonly id: string;
  readonly traits: ServerTraits;
}

/** Chat completions of any server that works with OpenAI's SDK. */
export function chatProvider(
  openAi: SdkClients<OpenAI>,
  { id, traits, decode }: ChatProviderSettings,
): Required<Provider> {
  return endpointProvider(openAi, {
    id,
    capabilities: capabilitiesOf(traits),
    decode,
    call: (client, request, signal) =>
      client.chat.completions.create(chatBodyOf(request, traits), { signal }),
    decoder: chatDecoder,
    chunksOf: chunksOfCompletion,
  });
}
