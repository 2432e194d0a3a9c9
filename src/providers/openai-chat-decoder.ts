import { asList, asText, dig } from "../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "./answer-writer.ts";
import { providerError } from "./exchange.ts";
import { DONE } from "./framing.ts";
import { asWord, completionUsageOf, endReasonOf } from "./openai-finish.ts";
import { toolCallPieces } from "./openai-tool-calls.ts";
import type { PayloadDecoder } from "./read-body.ts";

/**
 * Translates the chunks of OpenAI's chat completions stream.
 *
 * Empty deltas make no events: the role-only first chunk and keep-alives carry nothing to show. Takes
 * reasoning as DeepSeek (`reasoning_content`), vLLM (`reasoning`) and Mistral (a list of parts) send it. A
 * finish reason without `[DONE]`, and `[DONE]` without a finish reason, are both seen in the wild, and both
 * mean that the answer is complete; neither of them means that it was cut off. Of several choices the
 * first is taken.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/chat-streaming}
 */
export function openAiChatDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  const tools = toolCallPieces(writer);
  let refused = false;
  let complete = false;

  function show(delta: unknown): void {
    const content = dig(delta, "content");
    writer.show("reasoning", reasoningIn(delta));
    for (const part of asList(content)) {
      for (const thought of asList(dig(part, "thinking"))) {
        writer.show("reasoning", asText(dig(thought, "text")));
      }
      writer.show("text", asText(dig(part, "text")));
    }
    writer.show("text", asText(content));
    const refusal = asWord(dig(delta, "refusal"));
    refused ||= refusal !== undefined;
    writer.show("text", refusal);
  }

  return {
    push(chunk) {
      if (complete) return [];
      if (chunk === DONE) {
        complete = true;
        if (!writer.finished) writer.finish({ kind: "stop", raw: undefined });
        return writer.take();
      }
      const error = dig(chunk, "error");
      if (error !== undefined && error !== null) throw providerError(chunk);

      writer.start(asWord(dig(chunk, "model")));
      const choice = dig(chunk, "choices", 0);
      const delta = dig(choice, "delta");
      show(delta);
      tools.add(delta);
      // Ollama's endpoint sends `null` until the end, others leave it out.
      const raw = asWord(dig(choice, "finish_reason"));
      if (raw !== undefined) writer.finish(endReasonOf(raw, { refused, calledTools: tools.any }));
      const usage = completionUsageOf(dig(chunk, "usage"));
      if (usage !== undefined) writer.usage(usage);
      return writer.take();
    },
    end: writer.end,
    get complete() {
      return complete;
    },
  };
}

function reasoningIn(delta: unknown): string | undefined {
  return asText(dig(delta, "reasoning_content")) ?? asText(dig(delta, "reasoning"));
}

/** An answer that was not streamed, as the chunks that would have carried it. */
export function chunksOfCompletion(completion: unknown): unknown[] {
  const choice = dig(completion, "choices", 0);
  const chunk = {
    model: dig(completion, "model"),
    error: dig(completion, "error"),
    choices: [{ delta: dig(choice, "message"), finish_reason: dig(choice, "finish_reason") }],
    usage: dig(completion, "usage"),
  };
  return choice === undefined ? [chunk] : [chunk, DONE];
}
