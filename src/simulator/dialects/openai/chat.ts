import { dig } from "../../../wire/index.ts";
import type { Dialect } from "../dialect.ts";
import { chatEncoder, type ChatStyle } from "./chat-encoder.ts";
import { readChatRequest } from "./chat-request.ts";
import { chatLogprobsIn } from "../requests/logprobs-options.ts";
import { isOpenAiPage, openAiPage } from "./pages.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import { openAiErrorResponse, usageStyleIn } from "./completion-chunks.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const ENDPOINT = "chat/completions";

/**
 * OpenAI's chat completions, and what comes with them: models, embeddings. Takes the fields of servers that
 * imitate it too (vLLM, llama.cpp, Mistral, DeepSeek), and answers as Azure at Azure's paths.
 */
export const openAiChatDialect: Dialect = {
  id: "openai-chat",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT || isOpenAiPage(path),
  errorResponse: openAiErrorResponse,

  route(call, { seed, models }) {
    const page = openAiPage(call, models);
    if (page !== undefined) return { kind: "page", body: page };
    const place = postedPath(call, ENDPOINT);
    if (place === undefined) return undefined;
    const asked = parseBody(call);
    const model = place.deployment ?? modelIn(asked);
    const style: ChatStyle = {
      model,
      isAzure: place.isAzure,
      usage: usageStyleIn(asked),
      logprobs: chatLogprobsIn(asked),
      timings: dig(asked, "timings_per_token") === true,
    };
    return {
      kind: "generation",
      request: readChatRequest(asked, { model, seed }),
      delivery: flagIn(asked, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder: (answer, names) => chatEncoder(style, answer, names),
    };
  },
};
