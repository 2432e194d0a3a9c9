import { logprobsOf } from "../../answer/logprobs.ts";
import { choicesOf } from "../../answer/simulate-choices.ts";
import type { SimulatedAnswer, SimulatedToken } from "../../answer/simulated-answer.ts";
import { answerText } from "../answers/content-blocks.ts";
import type { AnswerIdentity, Encoder } from "../dialect.ts";
import { PROMPT_FILTER_FRAME, PROMPT_FILTER_RESULTS, SAFE } from "./azure.ts";
import {
  dataFrames,
  DONE_FRAME,
  errorFrame,
  finishOf,
  usageOf,
  type UsageStyle,
} from "./completion-chunks.ts";
import { timingsOf } from "./timings.ts";

export interface ChatStyle {
  readonly model: string;
  readonly isAzure: boolean;
  readonly usage: UsageStyle;
  /** Length of `top_logprobs`; `undefined` if no log probabilities are requested. */
  readonly logprobs: number | undefined;
  readonly timings: boolean;
}

const SERVER_FIELDS = { service_tier: "default", system_fingerprint: "fp_millrace" };

export function chatEncoder(
  style: ChatStyle,
  answer: SimulatedAnswer,
  { id, createdAtWallMs }: AnswerIdentity,
): Encoder {
  const { model, isAzure, usage } = style;
  const created = Math.floor(createdAtWallMs / 1000);
  const choices = choicesOf(answer);
  const deltasOf = deltaEncoder(choices);
  const logprobsFor = logprobsEncoder(style.logprobs);
  const frame = dataFrames({
    id: `chatcmpl-${id}`,
    object: "chat.completion.chunk",
    created,
    model,
    ...SERVER_FIELDS,
  });
  let sent = 0;
  let latestMs = answer.tokens[0]?.dueMs ?? 0;

  const timings = () => (style.timings ? timingsOf(answer, sent, latestMs) : undefined);

  function chunk(index: number, delta: object, details: ChoiceDetails = {}): string {
    const { finish = null, filter = {}, logprobs = null } = details;
    const usageSoFar = usage === "every" ? usageOf(answer, sent) : null;
    const choice = {
      index,
      delta,
      logprobs,
      finish_reason: finish,
      content_filter_results: isAzure ? filter : undefined,
    };
    return frame({
      choices: [choice],
      usage: usage === "none" ? undefined : usageSoFar,
      timings: timings(),
    });
  }

  return {
    first() {
      const roles = choices.map(({ toolCalls }, index) => {
        const content = toolCalls.length > 0 ? null : "";
        return chunk(index, { role: "assistant", content, refusal: null });
      });
      return isAzure ? [PROMPT_FILTER_FRAME, ...roles] : roles;
    },
    token(token) {
      sent++;
      latestMs = token.dueMs;
      const logprobs = logprobsFor(token);
      return deltasOf(token).map((delta) => chunk(token.choice, delta, { filter: SAFE, logprobs }));
    },
    last() {
      const ends = choices.map((choice, index) => chunk(index, {}, { finish: finishOf(choice) }));
      const total = frame({ choices: [], usage: usageOf(answer), timings: timings() });
      return [...ends, ...(usage === "none" ? [] : [total]), DONE_FRAME];
    },
    error: errorFrame,
    malformed: () => 'data: {"choices":[{"delta":{"content":"\n\n',
    whole() {
      sent = answer.tokens.length;
      latestMs = answer.tokens.at(-1)?.dueMs ?? 0;
      return {
        id: `chatcmpl-${id}`,
        object: "chat.completion",
        created,
        model,
        choices: choices.map((choice, index) => wholeChoice(style, choice, index)),
        usage: usageOf(answer),
        ...SERVER_FIELDS,
        prompt_filter_results: isAzure ? PROMPT_FILTER_RESULTS : undefined,
        timings: timings(),
      };
    },
  };
}

interface ChoiceDetails {
  readonly finish?: string;
  readonly filter?: object;
  readonly logprobs?: object | null;
}

/** Returns the deltas of a token; the first delta of a call has its id and name. */
function deltaEncoder(
  choices: readonly SimulatedAnswer[],
): (token: SimulatedToken) => readonly object[] {
  const startedCalls = new Set<string>();
  return ({ part, text, choice }) => {
    switch (part.kind) {
      case "reasoning":
        return [{ reasoning_content: text }];
      case "text":
        return [{ content: text }];
      case "refusal":
        return [{ refusal: text }];
      case "tool-call": {
        const { call: index } = part;
        const fragment = { tool_calls: [{ index, function: { arguments: text } }] };
        if (startedCalls.has(`${choice}:${index}`)) return [fragment];
        startedCalls.add(`${choice}:${index}`);
        const { id, name } = choices[choice]?.toolCalls[index] ?? {};
        const call = { index, id, type: "function", function: { name, arguments: "" } };
        return [{ tool_calls: [call] }, ...(text === "" ? [] : [fragment])];
      }
    }
  };
}

/** Returns the field `logprobs` of a token, whose index in its choice decides the numbers. */
function logprobsEncoder(count: number | undefined): (token: SimulatedToken) => object | null {
  const sent = new Map<number, number>();
  return (token) => {
    if (count === undefined) return null;
    const index = sent.get(token.choice) ?? 0;
    const field = logprobsField([token], count, index);
    if (field !== null) sent.set(token.choice, index + 1);
    return field;
  };
}

/** The field `logprobs` for the tokens that are text or a refusal; `null` if none is. */
function logprobsField(
  tokens: readonly SimulatedToken[],
  count: number,
  firstIndex: number,
): object | null {
  const of = (kind: string) => {
    const texts = tokens.flatMap(({ part, text }) => (part.kind === kind ? [text] : []));
    return texts.length === 0
      ? null
      : texts.map((text, index) => logprobsOf(text, firstIndex + index, count));
  };
  const field = { content: of("text"), refusal: of("refusal") };
  return field.content === null && field.refusal === null ? null : field;
}

function wholeChoice(
  { isAzure, logprobs }: ChatStyle,
  answer: SimulatedAnswer,
  index: number,
): object {
  return {
    index,
    message: messageOf(answer),
    logprobs: logprobs === undefined ? null : logprobsField(answer.tokens, logprobs, 0),
    finish_reason: finishOf(answer),
    content_filter_results: isAzure ? SAFE : undefined,
  };
}

function messageOf(answer: SimulatedAnswer): object {
  const refusal = answerText(answer, "refusal");
  const reasoning = answerText(answer, "reasoning");
  const calls = answer.toolCalls.map(({ id, name, text }) => ({
    id,
    type: "function",
    function: { name, arguments: text },
  }));
  return {
    role: "assistant",
    content: refusal === "" && calls.length === 0 ? answerText(answer, "text") : null,
    refusal: refusal === "" ? null : refusal,
    annotations: [],
    reasoning_content: reasoning === "" ? undefined : reasoning,
    tool_calls: calls.length === 0 ? undefined : calls,
  };
}
