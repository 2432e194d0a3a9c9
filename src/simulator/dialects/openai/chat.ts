import { dig } from "../../../wire/index.ts";
import type { Dialect } from "../dialect.ts";
import { chatLogprobsIn } from "../requests/logprobs-options.ts";
import { chatEncoder, type ChatStyle } from "./chat-encoder.ts";
import { readChatRequest } from "./chat-request.ts";
import { usageStyleIn } from "./completion-chunks.ts";
import { openAiDialect } from "./dialect.ts";
import { isOpenAiPage, openAiPage } from "./pages.ts";

const completions = openAiDialect({
  id: "openai-chat",
  endpoint: "chat/completions",
  read(body, { isAzure, ...context }) {
    const style: ChatStyle = {
      model: context.model,
      isAzure,
      usage: usageStyleIn(body),
      logprobs: chatLogprobsIn(body),
      timings: dig(body, "timings_per_token") === true,
    };
    return {
      request: readChatRequest(body, context),
      encoder: (answer, identity) => chatEncoder(style, answer, identity),
    };
  },
});

/**
 * OpenAI's chat completions, models and embeddings. Accepts the fields of compatible servers (vLLM, llama.cpp,
 * Mistral, DeepSeek), and answers like Azure at Azure's paths.
 */
export const openAiChatDialect: Dialect = {
  ...completions,
  claims: (call) => completions.claims(call) || isOpenAiPage(call.path),
  route(call, context) {
    const page = openAiPage(call, context.models);
    return page === undefined ? completions.route(call, context) : { kind: "page", body: page };
  },
};
