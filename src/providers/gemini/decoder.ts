import type { EndReason, Usage } from "../../events/index.ts";
import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { type AnswerOrigin, answerWriter, isNaturalEnd } from "../decode/answer-writer.ts";
import { bytesOfBase64 } from "../decode/base64.ts";
import { geminiCalls } from "./calls.ts";
import { geminiEndOf } from "./finish.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { reportedUsage, sumOfKnown } from "../decode/usage.ts";

/**
 * Translates the responses of Gemini's `generateContent` and `streamGenerateContent`, however they are
 * framed. An answer that was not streamed is one of them.
 *
 * A `finishReason` completes the answer, and so does a blocked prompt. It is not the end of the body: models
 * before 2.0 send `STOP` with every chunk. With those, and once content has come after a reason, only the end of the
 * body completes the answer. Usage comes with every chunk and is reported when it has changed,
 * so that a stopped stream has it as well. Of several candidates only the one with index 0 is read.
 *
 * @see {@link https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse}
 */
export function geminiDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let responseId: string | undefined;
  // Made names must differ from turn to turn.
  const calls = geminiCalls(writer, (key) => `${responseId ?? "call"}-${key}`);
  let lastUsage: Counted | undefined;
  let reason: EndReason | undefined;
  let repeatsReason = REPEATS_REASON.test(origin.model);

  function show(part: unknown, source: string | undefined): void {
    repeatsReason ||= reason !== undefined && hasContent(part);
    const isThought = dig(part, "thought") === true;
    writer.show(isThought ? "reasoning" : "text", asText(dig(part, "text")));
    calls.add(dig(part, "functionCall"), jsonSource(source, "functionCall"));
    const format = asText(dig(part, "inlineData", "mimeType"));
    if (format?.startsWith("audio/") === true) {
      writer.audio(format, bytesOfBase64(asText(dig(part, "inlineData", "data")) ?? ""));
    }
  }

  function showAll({ candidate, position }: Found, source: string | undefined): void {
    const parts = asList(dig(candidate, "content", "parts"));
    const hasArguments = parts.some((part) => dig(part, "functionCall", "args") !== undefined);
    const path = ["candidates", position, "content", "parts"];
    const sources = jsonChildren((hasArguments ? jsonSource(source, ...path) : undefined) ?? "");
    for (const [index, part] of parts.entries()) show(part, sources.get(String(index)));
  }

  function count(metadata: unknown): void {
    const usage = usageOf(metadata);
    if (usage === undefined) return;
    if (lastUsage !== undefined && isSame(usage, lastUsage)) return;
    lastUsage = usage;
    writer.usage(usage);
  }

  return {
    push(chunk, source) {
      responseId = asText(dig(chunk, "responseId")) ?? responseId;
      writer.start(asText(dig(chunk, "modelVersion")), responseId);
      const found = firstCandidate(chunk);
      showAll(found, source);
      count(dig(chunk, "usageMetadata"));
      reason = geminiEndOf(chunk, found.candidate, calls.called) ?? reason;
      return writer.take();
    },
    end() {
      calls.end(reason !== undefined && isNaturalEnd(reason));
      if (reason !== undefined) writer.finish(reason);
      return writer.end();
    },
    get finished() {
      return reason !== undefined && !repeatsReason;
    },
    complete: false,
  };
}

/** Gemini 1.0 and 1.5. No model will be added. */
const REPEATS_REASON = /gemini-1(?!\d)/u;

function hasContent(part: unknown): boolean {
  return (asText(dig(part, "text")) ?? "") !== "" || dig(part, "functionCall") !== undefined;
}

interface Found {
  readonly candidate: unknown;
  readonly position: number;
}

/** Chunks of several candidates have them in any order, each with its index. */
function firstCandidate(chunk: unknown): Found {
  const candidates = asList(dig(chunk, "candidates"));
  const position = candidates.findIndex((one, at) => (asCount(dig(one, "index")) ?? at) === 0);
  return { candidate: candidates[position], position };
}

type Counted = Omit<Usage, "type">;

/** Gemini counts thoughts separately from the answer. */
function usageOf(metadata: unknown): Counted | undefined {
  const thoughts = asCount(dig(metadata, "thoughtsTokenCount"));
  return reportedUsage({
    input: asCount(dig(metadata, "promptTokenCount")),
    cached: asCount(dig(metadata, "cachedContentTokenCount")),
    output: sumOfKnown(asCount(dig(metadata, "candidatesTokenCount")), thoughts),
    reasoning: thoughts,
  });
}

function isSame(a: Counted, b: Counted): boolean {
  return (
    a.inputTokens.total === b.inputTokens.total &&
    a.inputTokens.cached === b.inputTokens.cached &&
    a.outputTokens.total === b.outputTokens.total &&
    a.outputTokens.reasoning === b.outputTokens.reasoning
  );
}
