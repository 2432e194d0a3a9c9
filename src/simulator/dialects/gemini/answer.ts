import type { AnswerIdentity } from "../dialect.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../../answer/simulated-answer.ts";
import { callCollector, completeCall, type CompleteCall } from "../answers/tool-calls.ts";
import { blocksOf } from "../answers/content-blocks.ts";

export type GeminiAnswer = ReturnType<typeof geminiAnswer>;

interface GeminiAnswerOptions {
  readonly answer: SimulatedAnswer;
  readonly model: string;
  readonly showsThoughts: boolean;
}

interface Generated {
  readonly thoughts: number;
  readonly candidates: number;
}

/**
 * Encodes an answer as responses of `generateContent`, each with the usage so far.
 *
 * @see {@link https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse}
 */
export function geminiAnswer(
  { answer, model, showsThoughts }: GeminiAnswerOptions,
  { id }: AnswerIdentity,
) {
  const addToCall = callCollector(answer);
  const about = { modelVersion: model, responseId: id };
  let thoughts = 0;
  let candidates = 0;

  function partsOf({ part, text }: SimulatedToken): readonly object[] {
    if (part.kind !== "tool-call") return textParts(part, text);
    const call = addToCall(part.call, text);
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
    candidates: answer.tokens.length - answer.reasoningTokens,
  });

  return {
    /** Returns no response for hidden thoughts and incomplete calls. */
    token(token: SimulatedToken): readonly object[] {
      if (token.part.kind === "reasoning") thoughts++;
      else candidates++;
      const parts = partsOf(token);
      return parts.length === 0 ? [] : [response(contentOf(parts), { thoughts, candidates })];
    },
    last(): object {
      const finishReason = finishOf(answer);
      // A blocked answer has no content.
      const content = finishReason === "SAFETY" ? {} : contentOf([{ text: "" }]);
      return response({ ...content, finishReason }, all());
    },
    whole(): object {
      const parts = blocksOf(answer).flatMap((block) => {
        if (block.part.kind !== "tool-call") return textParts(block.part, block.text);
        const call = completeCall(block, answer);
        return call === undefined ? [] : [callPart(call)];
      });
      return response({ ...contentOf(parts), finishReason: finishOf(answer) }, all());
    },
  };
}

function contentOf(parts: readonly object[]): object {
  return { content: { parts, role: "model" } };
}

function callPart({ name, input }: CompleteCall): object {
  return { functionCall: { name, args: input } };
}

/** Omits counts of 0, as protocol buffers do. */
function usageOf(
  { promptTokens, cachedTokens }: SimulatedAnswer,
  { thoughts, candidates }: Generated,
): object {
  return {
    promptTokenCount: promptTokens,
    candidatesTokenCount: candidates || undefined,
    totalTokenCount: promptTokens + thoughts + candidates,
    cachedContentTokenCount: cachedTokens || undefined,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokens }],
    thoughtsTokenCount: thoughts || undefined,
  };
}

function finishOf({ finish, rawFinish }: SimulatedAnswer): string {
  return rawFinish ?? FINISH_REASONS[finish];
}

const FINISH_REASONS: Readonly<Record<SimulatedAnswer["finish"], string>> = {
  stop: "STOP",
  length: "MAX_TOKENS",
  "tool-calls": "STOP",
  refusal: "SAFETY",
};
