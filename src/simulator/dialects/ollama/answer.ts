import { isoTime } from "../../../clock/index.ts";
import type { AnswerIdentity, Encoder } from "../dialect.ts";
import { logprobsOf } from "../../answer/logprobs.ts";
import type { SimulatedAnswer, SimulatedToken } from "../../answer/simulated-answer.ts";
import { callCollector, completeCall, type CompleteCall } from "../answers/tool-calls.ts";
import { answerText, blocksOf } from "../answers/content-blocks.ts";

/** The endpoint of an answer; they differ in the field of the text. */
export type OllamaEndpoint = "chat" | "generate";

interface LineContent {
  readonly content: string;
  readonly thinking?: string | undefined;
  readonly tool_calls?: readonly object[] | undefined;
}

interface OllamaAnswerOptions {
  readonly answer: SimulatedAnswer;
  readonly endpoint: OllamaEndpoint;
  readonly model: string;
  /** Length of `top_logprobs`; `undefined` if no log probabilities are requested. */
  readonly logprobs: number | undefined;
}

const NANOSECONDS_PER_MS = 1_000_000;

/**
 * Encodes an answer as lines of JSON. A refusal is text, and calls are sent complete.
 *
 * @see {@link https://docs.ollama.com/api/chat}
 */
export function ollamaEncoder(
  { answer, endpoint, model, logprobs }: OllamaAnswerOptions,
  { createdAtWallMs }: AnswerIdentity,
): Encoder {
  const addToCall = callCollector(answer);
  let firstMs: number | undefined;
  let lastMs = 0;
  let sent = 0;

  function logprobsField(tokens: readonly SimulatedToken[]): readonly object[] | undefined {
    if (logprobs === undefined) return undefined;
    const texts = tokens.filter(({ part }) => part.kind === "text" || part.kind === "refusal");
    return texts.map(({ text }) => logprobsOf(text, sent++, logprobs));
  }

  const line = (content: LineContent, rest: object) => ({
    model,
    created_at: isoTime(createdAtWallMs + lastMs),
    ...fieldsOf(endpoint, content),
    ...rest,
  });
  const frame = (json: object) => `${JSON.stringify(json)}\n`;

  function contentOf({ part, text }: SimulatedToken): LineContent | undefined {
    switch (part.kind) {
      case "reasoning":
        return { content: "", thinking: text };
      case "text":
      case "refusal":
        return { content: text };
      case "tool-call": {
        const call = addToCall(part.call, text);
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
      const content = contentOf(token);
      if (content === undefined) return [];
      return [frame(line(content, { done: false, logprobs: logprobsField([token]) }))];
    },
    last: () => [frame(line({ content: "" }, ending()))],
    error: (error) => frame({ error }),
    malformed: () => `{"model":${JSON.stringify(model)},"created_at":"\n`,
    whole() {
      firstMs = answer.tokens[0]?.dueMs;
      lastMs = answer.tokens.at(-1)?.dueMs ?? 0;
      return line(wholeOf(answer), { ...ending(), logprobs: logprobsField(answer.tokens) });
    },
  };
}

function fieldsOf(endpoint: OllamaEndpoint, content: LineContent): object {
  if (endpoint === "chat") return { message: { role: "assistant", ...content } };
  // This endpoint has no tools.
  return { response: content.content, thinking: content.thinking };
}

function wholeOf(answer: SimulatedAnswer): LineContent {
  const thinking = answerText(answer, "reasoning");
  const calls = blocksOf(answer)
    .flatMap((block) => completeCall(block, answer) ?? [])
    .map(toolCallOf);
  return {
    content: answerText(answer, "text") + answerText(answer, "refusal"),
    thinking: thinking === "" ? undefined : thinking,
    tool_calls: calls.length === 0 ? undefined : calls,
  };
}

function toolCallOf({ id, index, name, input }: CompleteCall): object {
  return { id, function: { index, name, arguments: input } };
}

/** Durations in nanoseconds; the prompt is evaluated until the first token. */
function durationsOf(
  { promptTokens, tokens }: SimulatedAnswer,
  firstMs: number,
  lastMs: number,
): object {
  const promptNs = Math.round(firstMs * NANOSECONDS_PER_MS);
  const evalNs = Math.round((lastMs - firstMs) * NANOSECONDS_PER_MS);
  return {
    total_duration: promptNs + evalNs,
    load_duration: 0,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: promptNs,
    eval_count: tokens.length,
    eval_duration: evalNs,
  };
}
