import { asList, asText, dig } from "../../../wire/index.ts";
import type { Dialect, Encoder } from "../dialect.ts";
import { blocksOf, blockWriter } from "../answers/content-blocks.ts";
import { responsesLogprobsIn } from "../requests/logprobs-options.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import {
  type ResponseEvent,
  type ResponseItem,
  responseItem,
  type ItemContent,
} from "./response-items.ts";
import { type ResponseContext, responseObject, type ResponseState } from "./response-object.ts";
import { readResponsesRequest } from "./responses-request.ts";
import { openAiErrorResponse } from "./completion-chunks.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const ENDPOINT = "responses";

/** OpenAI's Responses API. Nothing is remembered: neither earlier responses nor conversations. */
export const openAiResponsesDialect: Dialect = {
  id: "openai-responses",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT,
  errorResponse: openAiErrorResponse,

  route(call, { seed }) {
    const place = postedPath(call, ENDPOINT);
    if (place === undefined) return undefined;
    const asked = parseBody(call);
    const model = modelIn(asked);
    const logprobs = responsesLogprobsIn(asked);
    return {
      kind: "generation",
      request: readResponsesRequest(asked, { model, seed }),
      delivery: flagIn(asked, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder: (answer, names) => responsesEncoder({ asked, model, answer, names, logprobs }),
    };
  },
};

function responsesEncoder(
  about: ResponseContext & { readonly logprobs: number | undefined },
): Encoder {
  const { asked, answer, names, logprobs } = about;
  const of = {
    id: names.id,
    toolCalls: answer.toolCalls,
    logprobs,
    showsSummary: asText(dig(asked, "reasoning", "summary")) !== undefined,
    sealsThoughts: asList(dig(asked, "include")).includes("reasoning.encrypted_content"),
  };
  const output: object[] = [];
  let open: ResponseItem | undefined;
  let pieces: string[] = [];
  let events = 0;

  const over = answer.finish === "length" ? "incomplete" : "completed";

  function frame(event: ResponseEvent): string {
    const numbered = { ...event, sequence_number: events++ };
    return `event: ${event.type}\ndata: ${JSON.stringify(numbered)}\n\n`;
  }

  const stateEvent = (type: string, state: ResponseState) => ({
    type: `response.${type}`,
    response: responseObject(about, state),
  });

  function close(status: ItemContent["status"]): readonly ResponseEvent[] {
    if (open === undefined) return [];
    const said = { text: pieces.join(""), status };
    pieces = [];
    output.push(open.whole(said));
    return open.end(said);
  }

  const blocks = blockWriter<ResponseEvent>({
    begin({ part, index }) {
      open = responseItem(part, index, of);
      return open.begin();
    },
    say({ text }) {
      pieces.push(text);
      return open?.delta(text) ?? [];
    },
    end: () => close("completed"),
  });

  return {
    first: () =>
      ["created", "in_progress"].map((type) => frame(stateEvent(type, { status: "in_progress" }))),

    token: (token) => blocks.token(token).map(frame),

    // What is still open may be cut off.
    last: () => [...close(over), stateEvent(over, { status: over, output })].map(frame),

    error(message) {
      const code = "server_error";
      const error = { type: code, code, message, param: null };
      // One after the other, as the API does: the first for whoever reads events, the second ends them.
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
        const status = index === all.length - 1 ? over : "completed";
        return responseItem(part, index, of).whole({ text, status });
      });
      return responseObject(about, { status: over, output: items });
    },
  };
}
