import { type EndReason, StreamError, type Usage } from "../events/index.ts";
import { asCount, asList, asText, dig } from "../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "./answer-writer.ts";
import { bytesOfBase64 } from "./base64.ts";
import { providerError } from "./exchange.ts";
import { geminiEndOf } from "./gemini-finish.ts";
import type { PayloadDecoder } from "./read-body.ts";

/**
 * Translates the responses of Gemini's `generateContent` and `streamGenerateContent`, however they are
 * framed. An answer that was not streamed is one of them.
 *
 * The sign of completion is a `finishReason`, or a prompt that was blocked; nothing follows but the end of
 * the body. It is not taken as the end itself, since models before 2.0 say `STOP` in every chunk. Usage comes
 * with every chunk and is told when it has changed, so that a stream that is stopped has it too. Of several
 * candidates the first is taken.
 *
 * @see {@link https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse}
 */
export function geminiDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let calls = 0;
  let lastUsage: Counted | undefined;
  let reason: EndReason | undefined;

  function addCall(call: unknown, responseId: string | undefined): void {
    const name = asText(dig(call, "name"));
    if (name === undefined) return;
    const key = calls++;
    // Made ids must differ from turn to turn.
    const id = asText(dig(call, "id")) ?? `${responseId ?? "call"}-${key}`;
    writer.startTool(key, { id, name });
    writer.addArguments(key, JSON.stringify(dig(call, "args")));
    writer.endTool(key);
  }

  function show(part: unknown, responseId: string | undefined): void {
    const isThought = dig(part, "thought") === true;
    writer.show(isThought ? "reasoning" : "text", asText(dig(part, "text")));
    addCall(dig(part, "functionCall"), responseId);
    const format = asText(dig(part, "inlineData", "mimeType"));
    if (format?.startsWith("audio/") === true) {
      writer.audio(format, bytesOfBase64(asText(dig(part, "inlineData", "data")) ?? ""));
    }
  }

  function count(metadata: unknown): void {
    const usage = usageOf(metadata);
    if (usage === undefined) return;
    if (lastUsage !== undefined && isSame(usage, lastUsage)) return;
    lastUsage = usage;
    writer.usage(usage);
  }

  return {
    push(chunk) {
      const error = dig(chunk, "error");
      if (error !== undefined && error !== null) throw providerError(chunk);

      const responseId = asText(dig(chunk, "responseId"));
      writer.start(asText(dig(chunk, "modelVersion")), responseId);
      const candidate = dig(chunk, "candidates", 0);
      for (const part of asList(dig(candidate, "content", "parts"))) show(part, responseId);
      count(dig(chunk, "usageMetadata"));
      reason = geminiEndOf(chunk, calls > 0) ?? reason;
      return writer.take();
    },
    end() {
      if (reason?.kind === "failed") throw new StreamError(reason.failure);
      if (reason !== undefined) writer.finish(reason);
      return writer.end();
    },
    complete: false,
  };
}

type Counted = Omit<Usage, "type">;

/** Gemini counts thoughts beside the answer, not in it. */
function usageOf(metadata: unknown): Counted | undefined {
  const input = asCount(dig(metadata, "promptTokenCount"));
  const answer = asCount(dig(metadata, "candidatesTokenCount"));
  const thoughts = asCount(dig(metadata, "thoughtsTokenCount"));
  const output =
    answer === undefined && thoughts === undefined ? undefined : (answer ?? 0) + (thoughts ?? 0);
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: { total: input, cached: asCount(dig(metadata, "cachedContentTokenCount")) },
    outputTokens: { total: output, reasoning: thoughts },
    source: "provider",
  };
}

function isSame(a: Counted, b: Counted): boolean {
  return (
    a.inputTokens.total === b.inputTokens.total &&
    a.inputTokens.cached === b.inputTokens.cached &&
    a.outputTokens.total === b.outputTokens.total &&
    a.outputTokens.reasoning === b.outputTokens.reasoning
  );
}
