import { dig } from "../../../wire/index.ts";
import type { Dialect } from "../dialect.ts";
import { showsThinking } from "../anthropic/request.ts";
import { converseEncoder } from "./converse-encoder.ts";
import { readConverseRequest } from "./converse-request.ts";
import { BEDROCK_CONTENT_TYPE } from "./frames.ts";
import { bedrockPage, isBedrockPage } from "./models.ts";
import {
  BEDROCK_REQUEST_ID,
  bedrockErrorResponse,
  type Deliveries,
  operationAt,
} from "./operations.ts";
import { parseBody } from "../requests/body.ts";

/** How the operations for conversations answer. */
const DELIVERIES: Deliveries = new Map([
  ["converse", "whole"],
  ["converse-stream", "stream"],
]);

/** Bedrock's conversations, which are the same for the models of all makers, and its lists of models. */
export const bedrockConverseDialect: Dialect = {
  id: "bedrock",
  requestIdHeader: BEDROCK_REQUEST_ID,
  claims: ({ path }) => isBedrockPage(path) || operationAt(path, DELIVERIES) !== undefined,
  errorResponse: bedrockErrorResponse,

  route(call, { seed, models }) {
    const page = bedrockPage(call, models);
    if (page !== undefined) return { kind: "page", body: page };
    const operation = operationAt(call.path, DELIVERIES);
    if (call.method !== "POST" || operation === undefined) return undefined;
    const { model, delivery } = operation;
    const asked = parseBody(call);
    const showsReasoning = showsThinking(dig(asked, "additionalModelRequestFields", "thinking"));
    return {
      kind: "generation",
      request: { ...readConverseRequest(asked), model, seed },
      delivery,
      contentType: BEDROCK_CONTENT_TYPE,
      encoder: (answer, names) => converseEncoder({ answer, showsReasoning }, names),
    };
  },
};
