import { dig } from "../../../wire/index.ts";
import { showsThinking } from "../anthropic/request.ts";
import type { Dialect } from "../dialect.ts";
import { converseEncoder } from "./converse-encoder.ts";
import { readConverseRequest } from "./converse-request.ts";
import { bedrockDialect } from "./dialect.ts";
import { bedrockPage, isBedrockPage } from "./models.ts";

const conversations = bedrockDialect({
  id: "bedrock",
  operations: { whole: "converse", stream: "converse-stream" },
  read(body) {
    const showsReasoning = showsThinking(dig(body, "additionalModelRequestFields", "thinking"));
    return {
      request: readConverseRequest(body),
      encoder: (answer, identity) => converseEncoder({ answer, showsReasoning }, identity),
    };
  },
});

/** Bedrock's conversations, which are the same for the models of all makers, and its lists of models. */
export const bedrockConverseDialect: Dialect = {
  ...conversations,
  claims: (call) => isBedrockPage(call.path) || conversations.claims(call),
  route(call, context) {
    const page = bedrockPage(call, context.models);
    return page === undefined ? conversations.route(call, context) : { kind: "page", body: page };
  },
};
