import { asList, asText, dig } from "../../../wire/index.ts";
import { blocksOf, blockWriter } from "../answers/content-blocks.ts";
import type { Dialect, Encoder } from "../dialect.ts";
import { responsesLogprobsIn } from "../requests/logprobs-options.ts";
import { openAiDialect } from "./dialect.ts";
import {
  type ItemContent,
  type ResponseEvent,
  type ResponseItem,
  responseItem,
} from "./response-items.ts";
import { type ResponseContext, responseObject, type ResponseState } from "./response-object.ts";
import { readResponsesRequest } from "./responses-request.ts";

/** OpenAI's Responses API. Nothing is stored: neither earlier responses nor conversations. */
export const openAiResponsesDialect: Dialect = openAiDialect({
  id: "openai-responses",
  endpoint: "responses",
  read(body, context) {
    const logprobs = responsesLogprobsIn(body);
    const { model } = context;
    return {
      request: readResponsesRequest(body, context),
      encoder: (answer, identity) => responsesEncoder({ body, model, answer, identity, logprobs }),
    };
  },
});

function responsesEncoder(
  context: ResponseContext & { readonly logprobs: number | undefined },
): Encoder {
  const { body, answer, identity, logprobs } = context;
  const itemContext = {
    id: identity.id,
    toolCalls: answer.toolCalls,
    logprobs,
    showsSummary: asText(dig(body, "reasoning", "summary")) !== undefined,
    sealsReasoning: asList(dig(body, "include")).includes("reasoning.encrypted_content"),
  };
  const output: object[] = [];
  let open: ResponseItem | undefined;
  let openTexts: string[] = [];
  let events = 0;

  const finalStatus = answer.finish === "length" ? "incomplete" : "completed";

  function frame(event: ResponseEvent): string {
    const numbered = { ...event, sequence_number: events++ };
    return `event: ${event.type}\ndata: ${JSON.stringify(numbered)}\n\n`;
  }

  const stateEvent = (type: string, state: ResponseState) => ({
    type: `response.${type}`,
    response: responseObject(context, state),
  });

  function close(status: ItemContent["status"]): readonly ResponseEvent[] {
    if (open === undefined) return [];
    const content = { text: openTexts.join(""), status };
    openTexts = [];
    output.push(open.whole(content));
    return open.end(content);
  }

  const blocks = blockWriter<ResponseEvent>({
    start({ part, index }) {
      open = responseItem(part, index, itemContext);
      return open.start();
    },
    delta({ text }) {
      openTexts.push(text);
      return open?.delta(text) ?? [];
    },
    end: () => close("completed"),
  });

  return {
    first: () =>
      ["created", "in_progress"].map((type) => frame(stateEvent(type, { status: "in_progress" }))),

    token: (token) => blocks.token(token).map(frame),

    last: () =>
      [...close(finalStatus), stateEvent(finalStatus, { status: finalStatus, output })].map(frame),

    error(message) {
      const code = "server_error";
      const error = { type: code, code, message, param: null };
      // Two events, as in OpenAI's API: the error, and the failed response that ends the stream.
      return [
        { type: "error", error },
        stateEvent("failed", { status: "failed", output, error: { code, message } }),
      ]
        .map(frame)
        .join("");
    },

    malformed: () =>
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"\n\n',

    whole() {
      const all = blocksOf(answer);
      const items = all.map(({ part, text }, index) => {
        const status = index === all.length - 1 ? finalStatus : "completed";
        return responseItem(part, index, itemContext).whole({ text, status });
      });
      return responseObject(context, { status: finalStatus, output: items });
    },
  };
}
