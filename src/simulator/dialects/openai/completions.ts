import type { Dialect } from "../dialect.ts";
import { completionsLogprobsIn } from "../requests/logprobs-options.ts";
import { usageStyleIn } from "./completion-chunks.ts";
import { completionsEncoder } from "./completions-encoder.ts";
import { readCompletionsRequest } from "./completions-request.ts";
import { openAiDialect } from "./dialect.ts";

/** OpenAI's legacy text completions, which local servers still offer. Hides reasoning, and shows calls as text. */
export const openAiCompletionsDialect: Dialect = openAiDialect({
  id: "openai-completions",
  endpoint: "completions",
  read(body, context) {
    const { request, echoes } = readCompletionsRequest(body, context);
    const logprobs = completionsLogprobsIn(body);
    const style = { model: context.model, echoes, usage: usageStyleIn(body), logprobs };
    return {
      request,
      encoder: (answer, identity) => completionsEncoder(style, answer, identity),
    };
  },
});
