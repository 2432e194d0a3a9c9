import type { AnswerFormat } from "./formatted-answer.ts";

/** What is asked of the simulator, whatever the wire. */
export interface SimulatedRequest {
  /** A scenario, as {@link readScenario} reads it. */
  readonly model: string;
  /** The last thing that the user said: it chooses the answer. */
  readonly prompt: string;
  /** Everything before the answer, in tokens; `undefined` to count the prompt's. */
  readonly promptTokens?: number | undefined;
  /**
   * Everything before the answer, as text: what a cache of prefixes compares. The prompt where it is not
   * given.
   */
  readonly context?: string | undefined;
  /** At least 1. */
  readonly maxTokens?: number | undefined;
  /** The answer goes on until it has so many, and then to its end. */
  readonly minTokens?: number | undefined;
  /** The answer ends before any of these. */
  readonly stop?: readonly string[] | undefined;
  /** What the answer has already said: it goes on from there. */
  readonly answerPrefix?: string | undefined;
  /** Further answers that are wanted beside the first, each to a request of its own. */
  readonly others?: readonly SimulatedRequest[] | undefined;
  /** Functions that may be called. */
  readonly tools?: readonly SimulatedTool[] | undefined;
  /** A name is the tool that must be called. */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string } | undefined;
  /** What the answer's text must be; `undefined` for prose. */
  readonly format?: AnswerFormat | undefined;
  /** What a tool gave back, where that is the last thing that was said. */
  readonly toolResult?: string | undefined;
  /** How many tokens to think; 0 for none, `undefined` for what the scenario says. */
  readonly reasoningTokens?: number | undefined;
  /** The same seed and request give the same answer at the same times. */
  readonly seed: number | string;
}

/** A function that may be called, and the JSON Schema of its arguments. */
export interface SimulatedTool {
  readonly name: string;
  readonly parameters: unknown;
}

/** How much a request's word for effort makes the simulator think, in tokens. */
export function reasoningTokensForEffort(word: string | undefined): number | undefined {
  switch (word) {
    case undefined:
      return undefined;
    case "none":
      return 0;
    case "minimal":
    case "low":
      return 24;
    case "high":
    case "xhigh":
    case "max":
      return 160;
    default:
      return 64;
  }
}
