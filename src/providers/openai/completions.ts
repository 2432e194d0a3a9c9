import { asText, dig } from "../../wire/index.ts";
import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { DONE } from "../decode/sse-framing.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";
import { choicesDecoder } from "./choices-decoder.ts";
import { clientsFor, endpointProvider } from "./client.ts";
import { completionsBodyOf } from "./completions-request.ts";

/**
 * Text completions, through OpenAI's official SDK: the legacy `/completions`, which local servers keep for models
 * that were not trained to chat. The base URL includes `/v1`; the default is `https://api.openai.com/v1`.
 *
 * This API has no messages, only a prompt:
 * 1. A single user message is the prompt, unchanged. If an assistant message follows, the prompt is both texts with
 *    nothing between them, so the model continues the answer.
 * 2. A longer conversation becomes a transcript: its turns after `System:`, `User:` and `Assistant:`, separated by empty
 *    lines. It ends with `Assistant:` and the beginning of the answer, if there is one. The answer stops where
 *    the model would write a user's turn.
 *
 * OpenAI's default limit is 16 tokens: set `maxOutputTokens`. Requests with tools or images are refused; the reasoning
 * effort is ignored.
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
  return endpointProvider(clientsFor(settings), {
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
    call: (client, request, signal) =>
      client.completions.create(completionsBodyOf(request), { signal }),
    decoder: textDecoder,
    // A complete answer has the form of the single chunk that would have streamed it.
    chunksOf: (completion) =>
      dig(completion, "choices", 0) === undefined ? [completion] : [completion, DONE],
  });
}

function textDecoder(origin: AnswerOrigin) {
  return choicesDecoder(origin, (writer) => ({
    read: (choice) => writer.show("text", asText(dig(choice, "text"))),
    kind: { refused: false, calledTools: false },
  }));
}
