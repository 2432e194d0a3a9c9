import type { AnswerIdentity } from "../dialect.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../../answer/simulated-answer.ts";
import { callCollector, completeCall, type CompleteCall } from "../answers/tool-calls.ts";
import { blocksOf } from "../answers/content-blocks.ts";

/** An answer of Gemini's, before it is framed. */
export interface GeminiAnswer {
  /** Nothing for what is not shown, and for a call that is not whole. */
  token(token: SimulatedToken): readonly object[];
  /** The response that says why the answer ended. */
  last(): object;
  /** All in one response. */
  whole(): object;
}

/** An answer, and what the wire tells of it. */
export interface GeminiAnswerOptions {
  readonly answer: SimulatedAnswer;
  readonly model: string;
  readonly showsThoughts: boolean;
}

/** How much of an answer has been generated, in tokens. */
interface Generated {
  readonly thoughts: number;
  readonly said: number;
}

/**
 * Says an answer in responses of `generateContent`, each with the usage until then.
 *
 * @see {@link https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse}
 */
export function geminiAnswer(
  { answer, model, showsThoughts }: GeminiAnswerOptions,
  { id }: AnswerIdentity,
): GeminiAnswer {
  const calls = callCollector(answer);
  const about = { modelVersion: model, responseId: id };
  let thoughts = 0;
  let said = 0;

  function partsOf({ part, text }: SimulatedToken): readonly object[] {
    if (part.kind !== "tool-call") return textParts(part, text);
    const call = calls.add(part.call, text);
    return call === undefined ? [] : [callPart(call)];
  }

  function textParts({ kind }: TokenPart, text: string): readonly object[] {
    if (kind !== "reasoning") return [{ text }];
    return showsThoughts ? [{ text, thought: true }] : [];
  }

  const response = (candidate: object, generated: Generated) => ({
    candidates: [{ ...candidate, index: 0 }],
    usageMetadata: usageOf(answer, generated),
    ...about,
  });

  const all = (): Generated => ({
    thoughts: answer.reasoningTokens,
    said: answer.tokens.length - answer.reasoningTokens,
  });

  return {
    token(token) {
      if (token.part.kind === "reasoning") thoughts++;
      else said++;
      const parts = partsOf(token);
      return parts.length === 0 ? [] : [response(saying(parts), { thoughts, said })];
    },
    last() {
      const finishReason = finishOf(answer);
      // What is withheld has no content at all.
      const content = finishReason === "SAFETY" ? {} : saying([{ text: "" }]);
      return response({ ...content, finishReason }, all());
    },
    whole() {
      const parts = blocksOf(answer).flatMap((block) => {
        if (block.part.kind !== "tool-call") return textParts(block.part, block.text);
        const call = completeCall(block, answer);
        return call === undefined ? [] : [callPart(call)];
      });
      return response({ ...saying(parts), finishReason: finishOf(answer) }, all());
    },
  };
}

function saying(parts: readonly object[]): object {
  return { content: { parts, role: "model" } };
}

function callPart({ name, input }: CompleteCall): object {
  return { functionCall: { name, args: input } };
}

/** Counts that are 0 are left out, as protocol buffers do. */
function usageOf(
  { promptTokens, cachedTokens }: SimulatedAnswer,
  { thoughts, said }: Generated,
): object {
  return {
    promptTokenCount: promptTokens,
    ...(said === 0 ? {} : { candidatesTokenCount: said }),
    totalTokenCount: promptTokens + thoughts + said,
    ...(cachedTokens === 0 ? {} : { cachedContentTokenCount: cachedTokens }),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokens }],
    ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
  };
}

function finishOf({ finish, rawFinish }: SimulatedAnswer): string {
  if (rawFinish !== undefined) return rawFinish;
  switch (finish) {
    case "stop":
    case "tool-calls":
      return "STOP";
    case "length":
      return "MAX_TOKENS";
    case "refusal":
      return "SAFETY";
  }
}
