import { dig } from "../wire/index.ts";
import { type AnswerOrigin, type AnswerWriter, answerWriter } from "./answer-writer.ts";
import { type AnswerKind, endReasonOf } from "./finish-reason.ts";
import { asWord, completionUsageOf } from "./openai-finish.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";
import { DONE } from "./sse-framing.ts";

/** Reads what an answer says, where the completions wires of OpenAI differ. */
export interface ChoiceReader {
  /** Writes down what one chunk's first choice says. */
  read(choice: unknown): void;
  /** What the answer has been so far. */
  readonly kind: AnswerKind;
}

/**
 * Translates what OpenAI's chat and text completions have in common: chunks with choices, a finish reason,
 * usage in a chunk without choices, and `[DONE]`. Of several choices the first is taken.
 *
 * A finish reason without `[DONE]`, and `[DONE]` without a finish reason, are both seen in the wild, and
 * both mean that the answer is complete; neither of them means that it was cut off.
 */
export function choicesDecoder(
  origin: AnswerOrigin,
  readerFor: (writer: AnswerWriter) => ChoiceReader,
): PayloadDecoder {
  const writer = answerWriter(origin);
  const reader = readerFor(writer);
  let complete = false;

  return {
    push(chunk) {
      if (complete) return [];
      if (chunk === DONE) {
        complete = true;
        if (!writer.finished) writer.finish(endReasonOf(undefined, reader.kind));
        return writer.take();
      }
      const model = asWord(dig(chunk, "model"));
      const choice = dig(chunk, "choices", 0);
      // Azure's first chunk has neither: it says what a filter thinks of the prompt.
      if (model !== undefined || choice !== undefined) writer.start(model);
      reader.read(choice);
      // Ollama's endpoint sends `null` until the end, others leave it out.
      const raw = asWord(dig(choice, "finish_reason"));
      if (raw !== undefined) writer.finish(endReasonOf(raw, reader.kind));
      const usage = completionUsageOf(chunk);
      if (usage !== undefined) writer.usage(usage);
      return writer.take();
    },
    end: writer.end,
    get finished() {
      return writer.finished;
    },
    get complete() {
      return complete;
    },
  };
}
