import type { AnswerNames, Dialect, Encoder } from "../dialect.ts";
import type { SimulatedAnswer } from "../simulated-answer.ts";
import { choicesOf } from "../simulate-choices.ts";
import { readCompletionsRequest } from "./openai-completions-request.ts";
import { openAiPlace, postedTo } from "./openai-paths.ts";
import {
  dataFrame,
  DONE_FRAME,
  errorFrame,
  openAiRefusal,
  type UsageStyle,
  usageStyleIn,
} from "./openai-shared.ts";
import { bodyOf } from "./request-body.ts";
import { flagIn, modelIn } from "./request-fields.ts";

const ENDPOINT = "completions";

/** OpenAI's legacy text completions, which local servers keep. Shows no thoughts, and calls as text. */
export const openAiCompletionsDialect: Dialect = {
  id: "openai-completions",
  requestIdHeader: undefined,
  claims: ({ path }) => openAiPlace(path)?.endpoint === ENDPOINT,
  refusal: openAiRefusal,

  route(call, { seed }) {
    const place = postedTo(call, ENDPOINT);
    if (place === undefined) return undefined;
    const asked = bodyOf(call);
    const model = place.deployment ?? modelIn(asked);
    const { request, echoes } = readCompletionsRequest(asked, { model, seed });
    const style = { model, echoes, usage: usageStyleIn(asked) };
    return {
      kind: "generation",
      request,
      delivery: flagIn(asked, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder: (answer, names) => completionsEncoder(style, answer, names),
    };
  },
};

interface CompletionsStyle {
  readonly model: string;
  readonly usage: UsageStyle;
  /** What stands before each answer's text. */
  readonly echoes: readonly string[];
}

function completionsEncoder(
  { model, usage, echoes }: CompletionsStyle,
  answer: SimulatedAnswer,
  { id, createdAtWallMs }: AnswerNames,
): Encoder {
  const about = {
    id: `cmpl-${id}`,
    object: "text_completion",
    created: Math.floor(createdAtWallMs / 1000),
  };
  const choices = choicesOf(answer);
  let sent = 0;

  const choice = (index: number, text: string, finish: string | null = null) => ({
    text,
    index,
    logprobs: null,
    finish_reason: finish,
  });

  function chunk(chosen: readonly object[]): string {
    const soFar = usage === "every" ? usageAfter(answer, sent) : null;
    return dataFrame({
      ...about,
      choices: chosen,
      model,
      ...(usage === "none" ? {} : { usage: soFar }),
    });
  }

  return {
    first: () =>
      echoes.flatMap((echo, index) => (echo === "" ? [] : [chunk([choice(index, echo)])])),
    token({ part, text, choice: index }) {
      sent++;
      return part.kind === "reasoning" ? [] : [chunk([choice(index, text)])];
    },
    last: () => [
      ...choices.map((one, index) => chunk([choice(index, "", finishOf(one))])),
      ...(usage === "none"
        ? []
        : [dataFrame({ ...about, choices: [], model, usage: usageAfter(answer) })]),
      DONE_FRAME,
    ],
    error: errorFrame,
    malformed: () => 'data: {"choices":[{"text":"\n\n',
    whole: () => ({
      ...about,
      model,
      choices: choices.map((one, index) =>
        choice(index, `${echoes[index] ?? ""}${textOf(one)}`, finishOf(one)),
      ),
      usage: usageAfter(answer),
    }),
  };
}

function textOf({ tokens }: SimulatedAnswer): string {
  return tokens.map(({ part, text }) => (part.kind === "reasoning" ? "" : text)).join("");
}

function finishOf({ finish }: SimulatedAnswer): string {
  return finish === "length" ? "length" : "stop";
}

/** Of what was cached only vLLM tells; OpenAI kept this wire as it was. */
function usageAfter(
  { promptTokens, cachedTokens, tokens }: SimulatedAnswer,
  sent = tokens.length,
): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: sent,
    total_tokens: promptTokens + sent,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}
