import { asList, asText, dig } from "../../wire/index.ts";
import type { AnswerOrigin, AnswerWriter } from "../decode/answer-writer.ts";
import { type ChoiceReader, choicesDecoder } from "./choices-decoder.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import { hasCalls, type SourceOf, type ToolCalls, toolCalls } from "./tool-calls.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { DONE } from "../decode/sse-framing.ts";
import { addShown, restOf } from "../decode/shown-text.ts";

/**
 * Decodes the chunks of OpenAI's chat completions stream.
 *
 * Empty deltas emit nothing: the first chunk has only a role, and keep-alives have no content. Reads reasoning in the
 * fields of DeepSeek and llama.cpp (`reasoning_content`), vLLM and Ollama (`reasoning`), GitHub Copilot
 * (`reasoning_text`), OpenRouter (`reasoning_details`) and Mistral (a list of parts). A chunk with a `message`, with
 * or without a delta, adds what the deltas have not contained.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/chat-streaming}
 */
export function chatDecoder(origin: AnswerOrigin): PayloadDecoder {
  return choicesDecoder(origin, chatReader);
}

function chatReader(writer: AnswerWriter): ChoiceReader {
  /** Created for the first call: most answers have none, and many are open at once. */
  let tools: ToolCalls | undefined;
  const shown = { text: { head: "", lengthChars: 0 }, reasoning: { head: "", lengthChars: 0 } };
  let refused = false;

  function show(kind: "text" | "reasoning", text: string | undefined): void {
    if (text === undefined || text === "") return;
    addShown(shown[kind], text);
    writer.show(kind, text);
  }

  function readDelta(delta: unknown, sourceOf: SourceOf): void {
    show("reasoning", reasoningIn(delta));
    const content = dig(delta, "content");
    for (const part of asList(content)) {
      show("reasoning", thinkingIn(part));
      show("text", asText(dig(part, "text")));
    }
    show("text", asText(content));
    show("text", refusalIn(delta));
    if (hasCalls(delta)) addCalls(delta, (...path) => sourceOf("delta", ...path));
  }

  function refusalIn(delta: unknown): string | undefined {
    const refusal = nonEmptyText(dig(delta, "refusal"));
    refused ||= refusal !== undefined;
    return refusal;
  }

  function addCalls(delta: unknown, sourceOf: SourceOf): void {
    tools ??= toolCalls(writer);
    tools.add(delta, sourceOf);
  }

  function readMessage(message: unknown, sourceOf: SourceOf): void {
    const content = dig(message, "content");
    const parts = asList(content);
    const reasoning = (reasoningIn(message) ?? "") + parts.map(thinkingIn).join("");
    const text = (asText(content) ?? "") + textOfParts(parts);
    show("reasoning", restOf(shown.reasoning, reasoning));
    show("text", restOf(shown.text, text));
    show("text", restOf(shown.text, refusalIn(message) ?? ""));
    if (tools === undefined && hasCalls(message)) {
      addCalls(message, (...path) => sourceOf("message", ...path));
    }
  }

  return {
    read(choice, sourceOf) {
      const delta = dig(choice, "delta");
      if (delta !== undefined) readDelta(delta, sourceOf);
      const message = dig(choice, "message");
      if (message !== undefined) readMessage(message, sourceOf);
    },
    end: () => tools?.end(),
    get kind() {
      return { refused, calledTools: tools?.hasCalls === true };
    },
  };
}

/** A server that renames the field sends both for a while: with the same text, or one of them empty. */
function reasoningIn(delta: unknown): string | undefined {
  return (
    nonEmptyText(dig(delta, "reasoning_content")) ??
    nonEmptyText(dig(delta, "reasoning")) ??
    nonEmptyText(dig(delta, "reasoning_text")) ??
    detailsIn(asList(dig(delta, "reasoning_details")))
  );
}

/** OpenRouter's reasoning; encrypted details have no text. */
function detailsIn(details: readonly unknown[]): string | undefined {
  if (details.length === 0) return undefined;
  const textOf = (detail: unknown) => asText(dig(detail, "text")) ?? asText(dig(detail, "summary"));
  return nonEmptyText(details.map((detail) => textOf(detail) ?? "").join(""));
}

/** The reasoning in a part of the content. */
function thinkingIn(part: unknown): string {
  const thinking = dig(part, "thinking");
  return asText(thinking) ?? textOfParts(asList(thinking));
}

function textOfParts(parts: readonly unknown[]): string {
  return parts.map((part) => asText(dig(part, "text")) ?? "").join("");
}

/** The chunks that would have streamed this answer. */
export function chunksOfCompletion(completion: unknown): unknown[] {
  const choice = dig(completion, "choices", 0);
  const chunk = {
    model: dig(completion, "model"),
    choices: [{ delta: dig(choice, "message"), finish_reason: dig(choice, "finish_reason") }],
    usage: dig(completion, "usage"),
    timings: dig(completion, "timings"),
  };
  return choice === undefined ? [chunk] : [chunk, DONE];
}
