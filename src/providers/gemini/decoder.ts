import { decodeBase64, type EndReason, type Usage } from "../../events/index.ts";
import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { isNaturalEnd } from "../decode/answer-calls.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import { endReasonOf } from "../decode/finish-reason.ts";
import { callAssembler } from "./calls.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { reportedUsage, sumOfKnown } from "../decode/usage.ts";

/**
 * Decodes the responses of `generateContent` and `streamGenerateContent`, in any framing. An answer that is not
 * streamed is one response.
 *
 * A `finishReason` or a blocked prompt completes the answer, but is not the end of the body: models before 2.0 send
 * `STOP` with every chunk. For those, and once content has come after a reason, only the end of the body completes the
 * answer. Usage comes with every chunk and is reported when it changes, so a stopped stream has it too. Of several
 * candidates, only the one with index 0 is read.
 *
 * @see {@link https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse}
 */
export function geminiDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let responseId: string | undefined;
  // Created ids must differ from turn to turn.
  const calls = callAssembler(writer, (key) => `${responseId ?? "call"}-${key}`);
  let lastUsage: TokenUsage | undefined;
  let reason: EndReason | undefined;
  let repeatsReason = REPEATS_REASON.test(origin.model);

  function show(part: unknown, source: string | undefined): void {
    repeatsReason ||= reason !== undefined && hasContent(part);
    const isThought = dig(part, "thought") === true;
    writer.show(isThought ? "reasoning" : "text", asText(dig(part, "text")));
    calls.add(dig(part, "functionCall"), jsonSource(source, "functionCall"));
    const format = asText(dig(part, "inlineData", "mimeType"));
    if (format?.startsWith("audio/") === true) {
      writer.audio(format, decodeBase64(asText(dig(part, "inlineData", "data")) ?? ""));
    }
  }

  function showParts(parts: readonly unknown[], sourceOfParts: () => string | undefined): void {
    const hasArguments = parts.some((part) => dig(part, "functionCall", "args") !== undefined);
    const sources = jsonChildren((hasArguments ? sourceOfParts() : undefined) ?? "");
    for (const [index, part] of parts.entries()) show(part, sources.get(String(index)));
  }

  function reportUsage(metadata: unknown): void {
    const thoughts = asCount(dig(metadata, "thoughtsTokenCount"));
    const usage = reportedUsage({
      input: asCount(dig(metadata, "promptTokenCount")),
      cached: asCount(dig(metadata, "cachedContentTokenCount")),
      // Gemini counts thoughts separately from the answer.
      output: sumOfKnown(asCount(dig(metadata, "candidatesTokenCount")), thoughts),
      reasoning: thoughts,
    });
    if (usage === undefined || (lastUsage !== undefined && isSame(usage, lastUsage))) return;
    lastUsage = usage;
    writer.usage(usage);
  }

  return {
    push(chunk, source) {
      responseId = asText(dig(chunk, "responseId")) ?? responseId;
      writer.start(asText(dig(chunk, "modelVersion")), responseId);
      const candidates = asList(dig(chunk, "candidates"));
      const position = positionOfFirst(candidates);
      const candidate = candidates[position];
      showParts(asList(dig(candidate, "content", "parts")), () =>
        jsonSource(source, "candidates", position, "content", "parts"),
      );
      reportUsage(dig(chunk, "usageMetadata"));
      reason = endReasonIn(chunk, candidate, calls.hasCalls) ?? reason;
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

/** Candidates come in any order, each with its index. */
function positionOfFirst(candidates: readonly unknown[]): number {
  return candidates.findIndex((one, index) => (asCount(dig(one, "index")) ?? index) === 0);
}

/**
 * The end reason in a chunk, if there is one: the prompt was blocked, or the candidate is finished.
 *
 * A call that could not be made (`MALFORMED_FUNCTION_CALL`, `UNEXPECTED_TOOL_CALL`, …) leaves an unusable answer: a
 * failure, which the session may retry. `OTHER`, `NO_IMAGE` and unknown reasons are `other`.
 *
 * @see {@link https://ai.google.dev/api/generate-content#FinishReason}
 */
function endReasonIn(
  chunk: unknown,
  candidate: unknown,
  calledTools: boolean,
): EndReason | undefined {
  const blocked = asText(dig(chunk, "promptFeedback", "blockReason"));
  if (blocked !== undefined) return { kind: "content-filter", raw: blocked };

  const raw = asText(dig(candidate, "finishReason"));
  if (raw === undefined || raw === "FINISH_REASON_UNSPECIFIED") return undefined;
  const message = asText(dig(candidate, "finishMessage"));
  return endReasonOf(raw, { refused: false, calledTools }, message);
}

type TokenUsage = Omit<Usage, "type">;

function isSame(a: TokenUsage, b: TokenUsage): boolean {
  return (
    a.inputTokens.total === b.inputTokens.total &&
    a.inputTokens.cached === b.inputTokens.cached &&
    a.outputTokens.total === b.outputTokens.total &&
    a.outputTokens.reasoning === b.outputTokens.reasoning
  );
}
