import type { AnswerOrigin } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import { asText, dig } from "../../wire/index.ts";
import { choicesDecoder } from "./choices-decoder.ts";
import { isSentByOpenAi, openAiClients } from "./client.ts";
import { completionsBodyOf } from "./completions-request.ts";
import { openAiModels } from "./models.ts";
import type { Provider } from "../provider.ts";
import { sdkProvider } from "../http/sdk-provider.ts";
import { DONE } from "../decode/sse-framing.ts";

/**
 * Text completions by OpenAI's official SDK: the legacy `/completions`, which local servers keep for models
 * that were not taught to chat. The base URL includes `/v1` and is `https://api.openai.com/v1` where none
 * is given.
 *
 * There are no messages on this wire, only a prompt:
 * 1. One user message is the prompt, as it is; with an assistant message after it, the prompt is both texts
 *    without anything between, so that the answer goes on.
 * 2. A longer conversation is written out, its turns under `System:`, `User:` and `Assistant:` with blank
 *    lines between them, and ends with `Assistant:` and what there is of the answer. The answer ends where
 *    the model would write a user's turn.
 *
 * The server's own limit is 16 tokens at OpenAI: give `maxOutputTokens`. Tools and images are refused; how
 * much to reason is left out.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/completions}
 *
 * @example
 * ```ts
 * const local = openAiCompletions({ apiKey: "none", baseUrl: "http://127.0.0.1:8000/v1" });
 * local.id; // "openai-completions"
 * local.capabilities.tools; // "none"
 * ```
 */
export function openAiCompletions(settings: SdkSettings): Provider {
  const openAi = openAiClients(settings);
  return {
    ...sdkProvider({
      id: "openai-completions",
      capabilities: {
        resume: "prefill",
        usage: "on-request",
        tools: "none",
        reasoning: "none",
        images: false,
        seed: true,
      },
      decode: settings.decode ?? "own",
      endpoint: openAi.endpoint,
      clients: openAi.clients,
      call: (client, request: ChatRequest, signal) =>
        client.completions.create(completionsBodyOf(request), { signal }),
      decoder: textDecoder,
      // A whole completion looks like the one chunk that would carry it.
      chunksOf: (completion) =>
        dig(completion, "choices", 0) === undefined ? [completion] : [completion, DONE],
      isSent: isSentByOpenAi,
      requestIdHeader: "x-request-id",
    }),
    listModels: openAiModels(openAi),
  };
}

function textDecoder(origin: AnswerOrigin) {
  return choicesDecoder(origin, (writer) => ({
    read: (choice) => writer.show("text", asText(dig(choice, "text"))),
    kind: { refused: false, calledTools: false },
  }));
}
