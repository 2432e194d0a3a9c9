import { isoTime } from "../../../clock/index.ts";
import type { AnswerIdentity, Encoder } from "../dialect.ts";
import { logprobsOf } from "../../answer/logprobs.ts";
import type { SimulatedAnswer, SimulatedToken } from "../../answer/simulated-answer.ts";
import { answerText } from "../answers/content-blocks.ts";
import { callCollector, completeCall, type CompleteCall } from "../answers/tool-calls.ts";
import { blocksOf } from "../answers/content-blocks.ts";

/** Which of the two endpoints answers; they differ in where the text is. */
export type OllamaEndpoint = "chat" | "generate";

/** What one line says. */
interface Said {
  readonly content: string;
  readonly thinking?: string;
  readonly tool_calls?: readonly object[];
}

/** An answer and how to encode it. */
export interface OllamaAnswerOptions {
  readonly answer: SimulatedAnswer;
  readonly endpoint: OllamaEndpoint;
  readonly model: string;
  /** Length of `top_logprobs`; `undefined` if the request orders no log probabilities. */
  readonly logprobs: number | undefined;
}

const NANOSECONDS_PER_MS = 1_000_000;

/**
 * Says an answer in lines of JSON. A refusal is text like any other, and a call comes whole.
 *
 * @see {@link https://docs.ollama.com/api/chat}
 */
export function ollamaEncoder(
  { answer, endpoint, model, logprobs }: OllamaAnswerOptions,
  { createdAtWallMs }: AnswerIdentity,
): Encoder {
  const calls = callCollector(answer);
  let firstMs: number | undefined;
  let lastMs = 0;
  let sent = 0;

  function logprobsField(tokens: readonly SimulatedToken[]): { logprobs?: readonly object[] } {
    if (logprobs === undefined) return {};
    const texts = tokens.filter(({ part }) => part.kind === "text" || part.kind === "refusal");
    return { logprobs: texts.map(({ text }) => logprobsOf(text, sent++, logprobs)) };
  }

  const line = (said: Said, rest: object) => ({
    model,
    created_at: isoTime(createdAtWallMs + lastMs),
    ...fieldsOf(endpoint, said),
    ...rest,
  });
  const frame = (json: object) => `${JSON.stringify(json)}\n`;

  function saidBy({ part, text }: SimulatedToken): Said | undefined {
    switch (part.kind) {
      case "reasoning":
        return { content: "", thinking: text };
      case "text":
      case "refusal":
        return { content: text };
      case "tool-call": {
        const call = calls.add(part.call, text);
        return call === undefined ? undefined : { content: "", tool_calls: [toolCallOf(call)] };
      }
    }
  }

  const ending = () => ({
    done: true,
    done_reason: answer.rawFinish ?? (answer.finish === "length" ? "length" : "stop"),
    ...durationsOf(answer, firstMs ?? 0, lastMs),
  });

  return {
    first: () => [],
    token(token) {
      firstMs ??= token.dueMs;
      lastMs = token.dueMs;
      const said = saidBy(token);
      return said === undefined
        ? []
        : [frame(line(said, { done: false, ...logprobsField([token]) }))];
    },
    last: () => [frame(line({ content: "" }, ending()))],
    error: (error) => frame({ error }),
    malformed: () => `{"model":${JSON.stringify(model)},"created_at":"\n`,
    whole() {
      firstMs = answer.tokens[0]?.dueMs;
      lastMs = answer.tokens.at(-1)?.dueMs ?? 0;
      return line(wholeOf(answer), { ...ending(), ...logprobsField(answer.tokens) });
    },
  };
}

function fieldsOf(endpoint: OllamaEndpoint, said: Said): object {
  if (endpoint === "chat") return { message: { role: "assistant", ...said } };
  // This endpoint knows no tools.
  const { content, thinking } = said;
  return { response: content, ...(thinking === undefined ? {} : { thinking }) };
}

function wholeOf(answer: SimulatedAnswer): Said {
  const thinking = answerText(answer, "reasoning");
  const calls = blocksOf(answer)
    .flatMap((block) => completeCall(block, answer) ?? [])
    .map(toolCallOf);
  return {
    content: answerText(answer, "text") + answerText(answer, "refusal"),
    ...(thinking === "" ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function toolCallOf({ id, index, name, input }: CompleteCall): object {
  return { id, function: { index, name, arguments: input } };
}

/** How long what took, in nanoseconds: until the first token the prompt is read. */
function durationsOf(
  { promptTokens, tokens }: SimulatedAnswer,
  firstMs: number,
  lastMs: number,
): object {
  const readingNs = Math.round(firstMs * NANOSECONDS_PER_MS);
  const writingNs = Math.round((lastMs - firstMs) * NANOSECONDS_PER_MS);
  return {
    total_duration: readingNs + writingNs,
    load_duration: 0,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: readingNs,
    eval_count: tokens.length,
    eval_duration: writingNs,
  };
}
