import type { StreamFailure } from "../../events/index.ts";
import { asCount, asList, dig, jsonSource } from "../../wire/index.ts";
import { type AnswerOrigin, type AnswerWriter, answerWriter } from "../decode/answer-writer.ts";
import { reportedError } from "../decode/explanation.ts";
import { type AnswerKind, endReasonOf } from "../decode/finish-reason.ts";
import { reportedUsage } from "../decode/usage.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import type { SourceOf } from "./tool-calls.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { DONE } from "../decode/sse-framing.ts";

/** Reads choices, whose form differs between OpenAI's completions APIs. */
export interface ChoiceReader {
  /** Writes the content of one chunk's choice, in which `sourceOf` finds JSON text. */
  read(choice: unknown, sourceOf: SourceOf): void;
  /** Called after the last chunk. */
  end?(): void;
  /** Whether the answer so far has a refusal or calls. */
  readonly kind: AnswerKind;
}

/**
 * Decodes the common parts of OpenAI's chat and text completions: chunks with choices, a finish reason, usage in a chunk
 * without choices, and `[DONE]`. Of several choices, it reads the one whose index comes first.
 *
 * A finish reason completes the answer, and so does `[DONE]` once there has been a choice; some servers send only one of
 * the two. `[DONE]` alone completes nothing.
 */
export function choicesDecoder(
  origin: AnswerOrigin,
  createReader: (writer: AnswerWriter) => ChoiceReader,
): PayloadDecoder {
  const writer = answerWriter(origin);
  const reader = createReader(writer);
  let choiceIndex: number | undefined;
  let finishReason: string | undefined;
  let isFinished = false;
  let failure: StreamFailure | undefined;
  let complete = false;

  function finish(raw: string | undefined): void {
    finishReason = raw;
    isFinished = true;
    if (failure === undefined) writer.finish(endReasonOf(raw, reader.kind));
    else writer.finish({ kind: "failed", raw, failure });
  }

  function read(chunk: unknown, source: string | undefined): void {
    const choices = asList(dig(chunk, "choices"));
    choiceIndex ??= firstIndexOf(choices);
    const position = positionOf(choices, choiceIndex);
    const choice = choices[position];
    const model = nonEmptyText(dig(chunk, "model"));
    // Azure's first chunk has neither: it contains the content filter's results for the prompt.
    if (model !== undefined || choice !== undefined) writer.start(model);
    if (choice !== undefined) {
      reader.read(choice, (...path) => jsonSource(source, "choices", position, ...path));
    }
    // Ollama's endpoint sends `null` until the end, others omit it.
    const raw = nonEmptyText(dig(choice, "finish_reason"));
    failure ??= failureIn(choice);
    if (raw !== undefined) finish(raw);
    else if (failure !== undefined || isWhole(chunk, choice)) finish(finishReason);
    const usage = usageIn(chunk, choice);
    if (usage !== undefined) writer.usage(usage);
  }

  return {
    push(chunk, source) {
      if (complete) return [];
      if (chunk === DONE) {
        complete = true;
        if (choiceIndex !== undefined && !isFinished) finish(undefined);
      } else {
        read(chunk, source);
      }
      return writer.take();
    },
    end() {
      reader.end?.();
      // Some calls may have come after the reason.
      if (isFinished) finish(finishReason);
      return writer.end();
    },
    get finished() {
      return writer.finished;
    },
    get complete() {
      return complete;
    },
  };
}

/** Moonshot sends the usage inside the choice. */
function usageIn(chunk: unknown, choice: unknown) {
  return usageOf(chunk) ?? usageOf(choice);
}

function usageOf(parent: unknown) {
  const usage = dig(parent, "usage");
  // The usual case.
  if (usage === undefined || usage === null) return undefined;
  return reportedUsage({
    input: asCount(dig(usage, "prompt_tokens")),
    // llama.cpp sends its count beside the usage.
    cached:
      asCount(dig(usage, "prompt_tokens_details", "cached_tokens")) ??
      asCount(dig(parent, "timings", "cache_n")),
    output: asCount(dig(usage, "completion_tokens")),
    reasoning: asCount(dig(usage, "completion_tokens_details", "reasoning_tokens")),
  });
}

function firstIndexOf(choices: readonly unknown[]): number | undefined {
  return choices.length === 0 ? undefined : indexOf(choices[0]);
}

/** The position of the choice with this index, or -1. */
function positionOf(choices: readonly unknown[], index: number | undefined): number {
  // The usual case.
  if (choices.length > 0 && indexOf(choices[0]) === index) return 0;
  return choices.findIndex((choice) => indexOf(choice) === index);
}

function indexOf(choice: unknown): number {
  return asCount(dig(choice, "index")) ?? 0;
}

/** OpenRouter reports upstream errors inside the choice. */
function failureIn(choice: unknown): StreamFailure | undefined {
  const error = dig(choice, "error");
  return error === undefined ? undefined : reportedError({ error })?.failure;
}

/** Whether a server has sent a complete answer instead of a stream. */
function isWhole(chunk: unknown, choice: unknown): boolean {
  return dig(chunk, "object") === "chat.completion" && dig(choice, "message") !== undefined;
}
