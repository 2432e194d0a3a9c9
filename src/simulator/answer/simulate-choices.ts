import { type AnswerConditions, simulateAnswer } from "./simulate-answer.ts";
import type { SimulatedAnswer } from "./simulated-answer.ts";
import type { SimulatedRequest } from "./simulated-request.ts";

/**
 * Works out as many answers as a request asks for, as one: their tokens in the order in which they are
 * due. The first is the same as if it were alone; its faults are those of all.
 *
 * @throws {SimulationError} When the model's name or a prompt cannot be followed.
 */
export function simulateChoices(
  { others: further = [], ...request }: SimulatedRequest,
  conditions: AnswerConditions = {},
): SimulatedAnswer {
  const first = simulateAnswer(request, conditions);
  if (further.length === 0) return first;
  const others = further.map((other) => simulateAnswer(other, conditions));
  const tokens = [first, ...others].flatMap((answer, choice) =>
    answer.tokens.map((token) => ({ ...token, choice })),
  );
  return {
    ...first,
    others,
    tokens: tokens.toSorted((a, b) => a.dueMs - b.dueMs || a.choice - b.choice),
    reasoningTokens: tokens.filter(({ part }) => part.kind === "reasoning").length,
  };
}

/** Each of the answers by itself, in their order. */
export function choicesOf(answer: SimulatedAnswer): readonly SimulatedAnswer[] {
  const { others, tokens } = answer;
  return [answer, ...others].map((one, index) => ({
    ...one,
    others: [],
    tokens: tokens.filter(({ choice }) => choice === index),
  }));
}
