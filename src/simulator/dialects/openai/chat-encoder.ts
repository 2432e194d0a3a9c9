import type { AnswerIdentity, Encoder, Frame } from "../dialect.ts";
import type { SimulatedAnswer, SimulatedToken } from "../../answer/simulated-answer.ts";
import { logprobsOf } from "../../answer/logprobs.ts";
import { choicesOf } from "../../answer/simulate-choices.ts";
import { answerText } from "../answers/answer-text.ts";
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

/** Which of the servers of this wire answers, as far as it shows. */
export interface ChatStyle {
  readonly model: string;
  readonly isAzure: boolean;
  readonly usage: UsageStyle;
  /** Length of `top_logprobs`; `undefined` if the request orders no log probabilities. */
  readonly logprobs: number | undefined;
  /** Whether llama.cpp's timings are told. */
  readonly timings: boolean;
}

/** What is the same in every answer. */
const ABOUT_SERVER = { service_tier: "default", system_fingerprint: "fp_millrace" };

/** Puts an answer on the wire of chat completions. */
export function chatEncoder(
  { model, isAzure, usage, timings, logprobs }: ChatStyle,
  answer: SimulatedAnswer,
  { id, createdAtWallMs }: AnswerIdentity,
): Encoder {
  const created = Math.floor(createdAtWallMs / 1000);
  const choices = choicesOf(answer);
  const begun = new Set<string>();
  let sent = 0;
  let latestMs = answer.tokens[0]?.dueMs ?? 0;

  const timed = () => (timings ? { timings: timingsOf(answer, sent, latestMs) } : {});

  function usageSoFar(): object {
    if (usage === "none") return {};
    return { usage: usage === "every" ? usageOf(answer, sent) : null };
  }

  const about = { id: `chatcmpl-${id}`, object: "chat.completion.chunk", created, model };
  const frame = dataFrames({ ...about, ...ABOUT_SERVER });

  function chunk(chosen: readonly object[], more: object): string {
    return frame({ choices: chosen, ...more });
  }

  function deltaChunk(
    index: number,
    delta: object,
    {
      finish = null,
      filter = {},
      logprobs: ofTokens = null,
    }: { finish?: string | null; filter?: object; logprobs?: object | null } = {},
  ): string {
    const filtered = isAzure ? { content_filter_results: filter } : {};
    const choice = { index, delta, logprobs: ofTokens, finish_reason: finish, ...filtered };
    return chunk([choice], { ...usageSoFar(), ...timed() });
  }

  function deltasOf({ part, text, choice }: SimulatedToken): readonly object[] {
    switch (part.kind) {
      case "reasoning":
        return [{ reasoning_content: text }];
      case "text":
        return [{ content: text }];
      case "refusal":
        return [{ refusal: text }];
      case "tool-call": {
        const { call: index } = part;
        const piece = { tool_calls: [{ index, function: { arguments: text } }] };
        if (begun.has(`${choice}:${index}`)) return [piece];
        begun.add(`${choice}:${index}`);
        const { id: callId, name } = choices[choice]?.toolCalls[index] ?? {};
        const called = { index, id: callId, type: "function", function: { name, arguments: "" } };
        return [{ tool_calls: [called] }, ...(text === "" ? [] : [piece])];
      }
    }
  }

  /** Number of tokens of each choice that were sent with log probabilities. */
  const places = choices.map(() => 0);

  function nextLogprobs(token: SimulatedToken): object | null {
    if (logprobs === undefined) return null;
    const place = places[token.choice] ?? 0;
    const ofToken = logprobsField([token], logprobs, place);
    if (ofToken !== null) places[token.choice] = place + 1;
    return ofToken;
  }

  return {
    first(): readonly Frame[] {
      const roles = choices.map(({ toolCalls }, index) => {
        const content = toolCalls.length > 0 ? null : "";
        return deltaChunk(index, { role: "assistant", content, refusal: null });
      });
      return isAzure ? [PROMPT_FILTER_FRAME, ...roles] : roles;
    },
    token(token) {
      sent++;
      latestMs = token.dueMs;
      const ofToken = nextLogprobs(token);
      return deltasOf(token).map((delta) =>
        deltaChunk(token.choice, delta, { filter: SAFE, logprobs: ofToken }),
      );
    },
    last(): readonly Frame[] {
      const ends = choices.map((one, index) => deltaChunk(index, {}, { finish: finishOf(one) }));
      const sum = usage === "none" ? [] : [chunk([], { usage: usageOf(answer), ...timed() })];
      return [...ends, ...sum, DONE_FRAME];
    },
    error: errorFrame,
    malformed: () => 'data: {"choices":[{"delta":{"content":"\n\n',
    whole() {
      const filtered = isAzure ? { content_filter_results: SAFE } : {};
      sent = answer.tokens.length;
      latestMs = answer.tokens.at(-1)?.dueMs ?? 0;
      return {
        id: `chatcmpl-${id}`,
        object: "chat.completion",
        created,
        model,
        choices: choices.map((one, index) => ({
          index,
          message: messageOf(one),
          logprobs: logprobs === undefined ? null : logprobsField(one.tokens, logprobs, 0),
          finish_reason: finishOf(one),
          ...filtered,
        })),
        usage: usageOf(answer),
        ...ABOUT_SERVER,
        ...(isAzure ? { prompt_filter_results: PROMPT_FILTER_RESULTS } : {}),
        ...timed(),
      };
    },
  };
}

/** The field `logprobs` for the tokens that are text or a refusal; `null` if none is. */
function logprobsField(
  tokens: readonly SimulatedToken[],
  count: number,
  place: number,
): object | null {
  const of = (kind: string) => {
    const texts = tokens.flatMap(({ part, text }) => (part.kind === kind ? [text] : []));
    return texts.length === 0
      ? null
      : texts.map((text, index) => logprobsOf(text, place + index, count));
  };
  const field = { content: of("text"), refusal: of("refusal") };
  return field.content === null && field.refusal === null ? null : field;
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
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
