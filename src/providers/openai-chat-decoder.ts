import { type EndReason, StreamError, type StreamEventBody, type Usage } from "../events/index.ts";
import { asCount, asText, dig, parseJson, type SseMessage } from "../wire/index.ts";
import type { MessageDecoder } from "./read-body.ts";

const DONE = "[DONE]";

/** One answer has one text block and at most one block of reasoning, so their names are fixed. */
type Kind = "text" | "reasoning";

/**
 * Translates the chunks of OpenAI's chat completions stream.
 *
 * Empty deltas make no events: the role-only first chunk and keep-alives carry nothing to show. Takes
 * reasoning as DeepSeek (`reasoning_content`) and vLLM (`reasoning`) send it. A finish reason without
 * `[DONE]`, and `[DONE]` without a finish reason, are both seen in the wild, and both mean that the
 * answer is complete; neither of them means that it was cut off.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/chat-streaming}
 */
export function openAiChatDecoder(start: {
  readonly provider: string;
  readonly model: string;
  readonly requestId: string | undefined;
  readonly attempt: number;
}): MessageDecoder<SseMessage> {
  const { provider, requestId, attempt } = start;
  let started = false;
  let open: Kind | undefined;
  let reason: EndReason | undefined;
  let complete = false;

  function* starting(model: string): Generator<StreamEventBody> {
    if (started) return;
    started = true;
    yield { type: "stream-start", provider, model, attempt, requestId };
  }

  function* closing(): Generator<StreamEventBody> {
    if (open !== undefined) yield { type: `${open}-end`, block: open };
    open = undefined;
  }

  function* showing(kind: Kind, text: string | undefined): Generator<StreamEventBody> {
    if (text === undefined || text === "") return;
    if (open !== kind) {
      yield* closing();
      open = kind;
      yield { type: `${kind}-start`, block: kind };
    }
    yield { type: `${kind}-delta`, block: kind, text };
  }

  function* eventsIn(chunk: unknown): Generator<StreamEventBody> {
    refuseErrors(chunk);
    yield* starting(asText(dig(chunk, "model")) ?? start.model);

    const delta = dig(chunk, "choices", 0, "delta");
    const reasoning = asText(dig(delta, "reasoning_content")) ?? asText(dig(delta, "reasoning"));
    yield* showing("reasoning", reasoning);
    yield* showing("text", asText(dig(delta, "content")));

    // Ollama's endpoint sends `null` until the end, others leave it out.
    const raw = asText(dig(chunk, "choices", 0, "finish_reason"));
    if (raw !== undefined) {
      yield* closing();
      reason = endReason(raw);
    }
    const usage = usageIn(dig(chunk, "usage"));
    if (usage !== undefined) yield usage;
  }

  return {
    push({ data }) {
      if (complete) return [];
      if (data === DONE) {
        complete = true;
        reason ??= { kind: "stop", raw: undefined };
        return [];
      }
      return [...eventsIn(parseJson(data))];
    },
    end: () => [
      ...starting(start.model),
      ...closing(),
      { type: "stream-end", reason: reason ?? { kind: "truncated", raw: undefined } },
    ],
    get complete() {
      return complete;
    },
  };
}

/** An error in the stream, after the provider has answered with 200. */
function refuseErrors(chunk: unknown): void {
  const error = dig(chunk, "error");
  if (error === undefined || error === null) return;
  const detail = asText(dig(error, "message")) ?? asText(error) ?? JSON.stringify(error);
  throw new StreamError({
    code: "provider-error",
    detail: detail.slice(0, 500),
    type: asText(dig(error, "type")),
  });
}

function endReason(raw: string): EndReason {
  switch (raw) {
    case "length":
      return { kind: "length", raw };
    case "tool_calls":
    case "function_call":
      return { kind: "tool-calls", raw };
    case "content_filter":
      return { kind: "content-filter", raw };
    default:
      return { kind: "stop", raw };
  }
}

function usageIn(usage: unknown): Usage | undefined {
  const input = asCount(dig(usage, "prompt_tokens"));
  const output = asCount(dig(usage, "completion_tokens"));
  if (input === undefined && output === undefined) return undefined;
  return {
    type: "usage",
    inputTokens: {
      total: input,
      cached: asCount(dig(usage, "prompt_tokens_details", "cached_tokens")),
    },
    outputTokens: {
      total: output,
      reasoning: asCount(dig(usage, "completion_tokens_details", "reasoning_tokens")),
    },
    source: "provider",
  };
}
