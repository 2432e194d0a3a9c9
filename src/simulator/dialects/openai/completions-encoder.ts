import { logprobsOf } from "../../answer/logprobs.ts";
import { choicesOf } from "../../answer/simulate-choices.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import type { AnswerIdentity, Encoder } from "../dialect.ts";
import { dataFrame, DONE_FRAME, errorFrame, type UsageStyle } from "./completion-chunks.ts";

export interface CompletionsStyle {
  readonly model: string;
  readonly usage: UsageStyle;
  /** Length of `top_logprobs`; `undefined` if no log probabilities are requested. */
  readonly logprobs: number | undefined;
  /** The prompt to repeat before each answer's text; empty for none. */
  readonly echoes: readonly string[];
}

export function completionsEncoder(
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

  const choice = (index: number, text: string, details: ChoiceDetails = {}) => ({
    text,
    index,
    logprobs:
      logprobs === undefined || details.tokens === undefined
        ? null
        : logprobsField(details.tokens, logprobs, details.offset ?? 0),
    finish_reason: details.finish ?? null,
  });

  const sentChars = echoes.map((echo) => echo.length);

  function chunk(chunkChoices: readonly object[]): string {
    const usageSoFar = usage === "every" ? usageAfter(answer, sent) : null;
    return dataFrame({
      ...about,
      choices: chunkChoices,
      model,
      usage: usage === "none" ? undefined : usageSoFar,
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

interface ChoiceDetails {
  readonly finish?: string;
  readonly tokens?: readonly string[];
  /** Offset of the first of these tokens, in characters. */
  readonly offset?: number;
}

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

/** `cached_tokens` is vLLM's; OpenAI never added it to this API. */
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
