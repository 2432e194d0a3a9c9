import { asList, asText, dig } from "../../wire/index.ts";
import { anthropicClients, isSentByAnthropic } from "./client.ts";
import { anthropicDecoder, eventsOfMessage } from "./decoder.ts";
import { messagesBodyOf } from "./request.ts";
import type { Capabilities } from "../request/capabilities.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { sendRequest } from "../http/send-request.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";
import { sdkProvider } from "../http/sdk-provider.ts";

/** Whom to ask, and with which key. */
export interface AnthropicMessagesSettings extends SdkSettings {
  /**
   * Whether the models that are asked go on with the beginning of their own answer: those up to 4.5 do, the
   * later ones refuse it. It is what the provider's `capabilities` say of `resume`.
   *
   * @defaultValue `false`
   */
  readonly prefill?: boolean;
}

/** What a provider of Anthropic's models can do. */
export function anthropicCapabilities({
  prefill = false,
}: Pick<AnthropicMessagesSettings, "prefill">): Capabilities {
  return {
    resume: prefill ? "prefill" : "continuation",
    usage: "always",
    tools: "deltas",
    reasoning: "summary",
    images: true,
    seed: false,
  };
}

/** The last version of the wire on which `temperature` may be given, for the models that still take it. */
const WITH_TEMPERATURE = { "anthropic-version": "2023-06-01" };

/** More than Anthropic has models; the longest page there is. */
const MODELS_A_PAGE = 1_000;

/**
 * Messages by Anthropic's official SDK. The base URL is `https://api.anthropic.com` where none is given; `/v1`
 * at its end may be there or not.
 *
 * - The wire wants a bound on the answer: 16,000 tokens where `maxOutputTokens` is not given.
 * - `reasoning` is told to models up to 4.5 as a budget of 2,000, 8,000 or 16,000 tokens, and to later ones as
 *   their effort; both get as many tokens beside those of the answer. With a budget no model can go on with a
 *   turn of its own (after a tool's result, or its own beginning): then it is asked without. Models that
 *   always think refuse `none`.
 * - `temperature` goes over the version of the wire that has it, and newer models refuse it. There is no `seed`.
 * - An answer whose beginning is given as the last message is gone on with by models up to 4.5.
 *
 * The SDK makes the request; the body is decoded here, because the SDK's own iterator ends normally when the
 * answer was cut off. Its retries are off: those are the session's.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * anthropicMessages({ apiKey: "none", baseUrl: "http://127.0.0.1:8000" }).id; // "anthropic-messages"
 * ```
 */
export function anthropicMessages(settings: AnthropicMessagesSettings): Provider {
  const { clients, endpoint } = anthropicClients(settings);
  return {
    ...sdkProvider({
      id: "anthropic-messages",
      capabilities: anthropicCapabilities(settings),
      decode: settings.decode ?? "own",
      endpoint,
      clients,
      call: (client, request: ChatRequest, signal) => {
        const { model, stream = true, temperature } = request;
        // `messages.create` would also write to the console about models that are soon to go.
        return client.post<unknown>("/v1/messages", {
          body: { ...messagesBodyOf(request), model, stream },
          stream,
          signal,
          ...(temperature === undefined ? {} : { headers: WITH_TEMPERATURE }),
        });
      },
      decoder: anthropicDecoder,
      chunksOf: eventsOfMessage,
      isSent: isSentByAnthropic,
      requestIdHeader: "request-id",
    }),
    async listModels(attempt) {
      const list: unknown = await sendRequest(attempt, endpoint, {
        send: (fetch) =>
          clients.withFetch(fetch, (client) =>
            client.models.list({ limit: MODELS_A_PAGE }, { signal: attempt.signal }),
          ),
        receive: (answer) => answer,
      });
      return asList(dig(list, "data")).flatMap((model) => asText(dig(model, "id")) ?? []);
    },
  };
}
