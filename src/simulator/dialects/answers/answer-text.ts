import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";

/** Everything of one kind that an answer says. */
export function answerText(
  { tokens }: SimulatedAnswer,
  kind: "reasoning" | "text" | "refusal",
): string {
  return tokens
    .filter(({ part }) => part.kind === kind)
    .map(({ text }) => text)
    .join("");
}
