import { readScenario } from "../settings/scenario.ts";
import { type AnswerConditions, simulateAnswer } from "./simulate-answer.ts";
import type { SimulatedAnswer } from "./simulated-answer.ts";
import type { SimulatedRequest } from "./simulated-request.ts";

/**
 * Generates all choices of a request as one answer: their tokens in the order in which they are due. The first choice
 * is the same as without the others; its faults apply to all.
 *
 * @throws {SimulationError} When the model name or a prompt is invalid.
 */
export function simulateChoices(
  { others: otherRequests = [], ...request }: SimulatedRequest,
  conditions: AnswerConditions = {},
): SimulatedAnswer {
  const { scenario = readScenario(request.model, conditions.rules) } = conditions;
  const choiceOf = (one: SimulatedRequest) => simulateAnswer(one, { ...conditions, scenario });
  const first = choiceOf(request);
  if (otherRequests.length === 0) return first;
  const others = otherRequests.map(choiceOf);
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

/** Splits an answer into its choices, in order. */
export function choicesOf(answer: SimulatedAnswer): readonly SimulatedAnswer[] {
  const { others, tokens } = answer;
  return [answer, ...others].map((one, index) => ({
    ...one,
    others: [],
    tokens: tokens.filter(({ choice }) => choice === index),
  }));
}
