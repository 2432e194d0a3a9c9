import { asCount, asList, asNumber, asText, dig } from "../../wire/index.ts";
import type { SimulatedAnswer, SimulatedRequest } from "../simulate-answer.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";

/** A request on OpenAI's chat completions wire, as far as the simulator heeds it. */
export interface ChatCall {
  readonly request: SimulatedRequest;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

/** Puts an answer on the wire, frame by frame. */
export interface ChatEncoder {
  /** What comes before the first token: the role. */
  readonly first: string;
  token(text: string): string;
  /** What comes after the last token. */
  last(answer: SimulatedAnswer): string;
  /** The whole answer at once, for `stream: false`. */
  whole(answer: SimulatedAnswer): unknown;
}

/**
 * Reads a request's body.
 *
 * @param seed Takes the place of a seed that the request does not give.
 * @throws {SimulationError} When a field is missing or of the wrong kind.
 */
export function readChatCall(body: unknown, seed: string): ChatCall {
  const model = asText(dig(body, "model"));
  if (model === undefined) throw new SimulationError('Cannot answer as "model" must be text');
  const messages = asList(dig(body, "messages")).map((message) => ({
    role: asText(dig(message, "role")),
    text: contentText(dig(message, "content")),
  }));
  if (messages.length === 0) {
    throw new SimulationError('Cannot answer as "messages" must be a list with a message');
  }
  return {
    request: {
      model,
      prompt: messages.findLast(({ role }) => role === "user")?.text ?? "",
      promptTokens: messages.reduce((sum, { text }) => sum + tokensOf(text).length, 0),
      maxTokens: longest(body),
      stop: stops(dig(body, "stop")),
      seed: asNumber(dig(body, "seed")) ?? seed,
    },
    stream: dig(body, "stream") === true,
    includeUsage: dig(body, "stream_options", "include_usage") === true,
  };
}

function longest(body: unknown): number | undefined {
  const given = dig(body, "max_completion_tokens") ?? dig(body, "max_tokens");
  if (given === undefined || given === null) return undefined;
  const count = asCount(given);
  if (count !== undefined && count >= 1) return count;
  throw new SimulationError(
    `Cannot answer as "max_completion_tokens" must be a whole number from 1: current value is ${JSON.stringify(given)}`,
  );
}

function stops(given: unknown): string[] {
  const one = asText(given);
  return one === undefined ? asList(given).flatMap((mark) => asText(mark) ?? []) : [one];
}

function contentText(content: unknown): string {
  const parts = asList(content).map((part) => asText(dig(part, "text")) ?? "");
  return asText(content) ?? parts.join("");
}

/** @param createdAtWallMs Milliseconds since 1970; the wire has seconds. */
export function chatEncoder(
  call: ChatCall,
  { id, createdAtWallMs }: { readonly id: string; readonly createdAtWallMs: number },
): ChatEncoder {
  const about = {
    id: `chatcmpl-${id}`,
    created: Math.floor(createdAtWallMs / 1000),
    model: call.request.model,
  };
  const frame = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;
  const chunk = (delta: object, finish: string | null) =>
    frame({
      ...about,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(call.includeUsage ? { usage: null } : {}),
    });

  return {
    first: chunk({ role: "assistant", content: "", refusal: null }, null),
    token: (text) => chunk({ content: text }, null),
    last(answer) {
      const usage = call.includeUsage
        ? frame({ ...about, object: "chat.completion.chunk", choices: [], usage: usageOf(answer) })
        : "";
      return `${chunk({}, answer.finish)}${usage}data: [DONE]\n\n`;
    },
    whole: (answer) => ({
      ...about,
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: answer.tokens.map(({ text }) => text).join(""),
            refusal: null,
          },
          logprobs: null,
          finish_reason: answer.finish,
        },
      ],
      usage: usageOf(answer),
    }),
  };
}

function usageOf({ promptTokens, tokens }: SimulatedAnswer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** An error in OpenAI's shape. */
export function chatError(status: number, message: string): unknown {
  const type =
    status === 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error";
  return { error: { message, type, param: null, code: null } };
}
