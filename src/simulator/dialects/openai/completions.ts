import type { AnswerIdentity, Dialect, Encoder } from "../dialect.ts";
import { logprobsOf } from "../../answer/logprobs.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { choicesOf } from "../../answer/simulate-choices.ts";
import { completionsLogprobsIn } from "../requests/logprobs-options.ts";
import { readCompletionsRequest } from "./completions-request.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import {
  dataFrame,
  DONE_FRAME,
  errorFrame,
  openAiErrorResponse,
  type UsageStyle,
  usageStyleIn,
} from "./completion-chunks.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const ENDPOINT = "completions";

/** OpenAI's legacy text completions, which local servers keep. Shows no thoughts, and calls as text. */
export const openAiCompletionsDialect: Dialect = {
  id: "openai-completions",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT,
  errorResponse: openAiErrorResponse,

  route(call, { seed }) {
    const place = postedPath(call, ENDPOINT);
    if (place === undefined) return undefined;
    const asked = parseBody(call);
    const model = place.deployment ?? modelIn(asked);
    const { request, echoes } = readCompletionsRequest(asked, { model, seed });
    const logprobs = completionsLogprobsIn(asked);
    const style = { model, echoes, usage: usageStyleIn(asked), logprobs };
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
  /** Length of `top_logprobs`; `undefined` if the request orders no log probabilities. */
  readonly logprobs: number | undefined;
  /** What stands before each answer's text. */
  readonly echoes: readonly string[];
}

function completionsEncoder(
  { model, usage, echoes, logprobs }: CompletionsStyle,
  answer: SimulatedAnswer,
  { id, createdAtWallMs }: AnswerIdentity,
): Encoder {
  const about = {
    id: `cmpl-${id}`,
    object: "text_completion",
    created: Math.floor(createdAtWallMs / 1000),
  };
  const choices = choicesOf(answer);
  let sent = 0;

  const choice = (index: number, text: string, more: ChoiceDetails = {}) => ({
    text,
    index,
    logprobs:
      logprobs === undefined || more.tokens === undefined
        ? null
        : logprobsField(more.tokens, logprobs, more.offset ?? 0),
    finish_reason: more.finish ?? null,
  });

  /** Number of characters sent of each answer. */
  const sentChars = echoes.map((echo) => echo.length);

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
      if (part.kind === "reasoning") return [];
      const offset = sentChars[index] ?? 0;
      sentChars[index] = offset + text.length;
      return [chunk([choice(index, text, { tokens: [text], offset })])];
    },
    last: () => [
      ...choices.map((one, index) => chunk([choice(index, "", { finish: finishOf(one) })])),
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
        choice(index, `${echoes[index] ?? ""}${textsOf(one).join("")}`, {
          finish: finishOf(one),
          tokens: textsOf(one),
          offset: echoes[index]?.length ?? 0,
        }),
      ),
      usage: usageAfter(answer),
    }),
  };
}

/** Fields of a choice besides its text. */
interface ChoiceDetails {
  readonly finish?: string;
  /** The tokens that log probabilities are sent for. */
  readonly tokens?: readonly string[];
  /** Offset of the first of them, in characters. */
  readonly offset?: number;
}

/** The field `logprobs` of text completions, which has a list for each property. */
function logprobsField(tokens: readonly string[], count: number, offset: number): object {
  const ofTokens = tokens.map((token, index) => logprobsOf(token, offset + index, count));
  let at = offset;
  return {
    tokens,
    token_logprobs: ofTokens.map(({ logprob }) => logprob),
    top_logprobs: ofTokens.map(({ top_logprobs: top }) =>
      Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
    ),
    text_offset: tokens.map((token) => (at += token.length) - token.length),
  };
}

function textsOf({ tokens }: SimulatedAnswer): string[] {
  return tokens.flatMap(({ part, text }) => (part.kind === "reasoning" ? [] : [text]));
}

function finishOf({ finish, rawFinish }: SimulatedAnswer): string {
  if (rawFinish !== undefined) return rawFinish;
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
