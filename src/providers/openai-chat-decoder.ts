import { asList, asText, dig } from "../wire/index.ts";
import type { AnswerOrigin, AnswerWriter } from "./answer-writer.ts";
import { type ChoiceReader, choicesDecoder } from "./openai-choices-decoder.ts";
import { asWord } from "./openai-finish.ts";
import { toolCallPieces } from "./openai-tool-calls.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";
import { DONE } from "./sse-framing.ts";

/**
 * Translates the chunks of OpenAI's chat completions stream.
 *
 * Empty deltas make no events: the role-only first chunk and keep-alives carry nothing to show. Takes
 * reasoning as DeepSeek and llama.cpp (`reasoning_content`), vLLM and Ollama (`reasoning`) and Mistral (a
 * list of parts) send it.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/chat-streaming}
 */
export function openAiChatDecoder(origin: AnswerOrigin): PayloadDecoder {
  return choicesDecoder(origin, chatReader);
}

function chatReader(writer: AnswerWriter): ChoiceReader {
  const tools = toolCallPieces(writer);
  let refused = false;

  function showPart(part: unknown): void {
    const thinking = dig(part, "thinking");
    writer.show("reasoning", asText(thinking));
    for (const thought of asList(thinking)) writer.show("reasoning", asText(dig(thought, "text")));
    writer.show("text", asText(dig(part, "text")));
  }

  return {
    read(choice) {
      const delta = dig(choice, "delta");
      writer.show("reasoning", reasoningIn(delta));
      const content = dig(delta, "content");
      for (const part of asList(content)) showPart(part);
      writer.show("text", asText(content));
      const refusal = asWord(dig(delta, "refusal"));
      refused ||= refusal !== undefined;
      writer.show("text", refusal);
      tools.add(delta);
    },
    get kind() {
      return { refused, calledTools: tools.any };
    },
  };
}

/** A server that renames the field sends both for a while: with the same text, or one of them empty. */
function reasoningIn(delta: unknown): string | undefined {
  return asWord(dig(delta, "reasoning_content")) ?? asWord(dig(delta, "reasoning"));
}

/** An answer that was not streamed, as the chunks that would have carried it. */
export function chunksOfCompletion(completion: unknown): unknown[] {
  const choice = dig(completion, "choices", 0);
  const chunk = {
    model: dig(completion, "model"),
    error: dig(completion, "error"),
    choices: [{ delta: dig(choice, "message"), finish_reason: dig(choice, "finish_reason") }],
    usage: dig(completion, "usage"),
    timings: dig(completion, "timings"),
  };
  return choice === undefined ? [chunk] : [chunk, DONE];
}
