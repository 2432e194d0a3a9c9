import type { AnswerFormat } from "./formatted-answer.ts";

/** A request to the simulator, independent of any API. */
export interface SimulatedRequest {
  /** A model name, as {@link readScenario} reads it. */
  readonly model: string;
  /** Last message of the user: selects the answer. */
  readonly prompt: string;
  /** Length of everything before the answer, in tokens. @defaultValue The length of `prompt`. */
  readonly promptTokens?: number | undefined;
  /** Everything before the answer, as text: the key of a prefix cache. @defaultValue `prompt` */
  readonly context?: string | undefined;
  /** At least 1. */
  readonly maxTokens?: number | undefined;
  /** The answer is repeated until it has this many tokens. */
  readonly minTokens?: number | undefined;
  /** The answer ends before any of them. */
  readonly stop?: readonly string[] | undefined;
  /** Start of the answer in the request: the answer continues it. */
  readonly answerPrefix?: string | undefined;
  readonly others?: readonly SimulatedRequest[] | undefined;
  readonly tools?: readonly SimulatedTool[] | undefined;
  /** An object names the tool that must be called. */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string } | undefined;
  readonly format?: AnswerFormat | undefined;
  /** Set if a tool result is the last message. */
  readonly toolResult?: string | undefined;
  /** @defaultValue That of the scenario. */
  readonly reasoningTokens?: number | undefined;
  /** The same seed and request give the same answer and times. */
  readonly seed: number | string;
}

/** A tool that an answer may call. */
export interface SimulatedTool {
  readonly name: string;
  /** JSON Schema of the arguments. */
  readonly parameters: unknown;
}

const EFFORT_TOKENS = new Map([
  ["none", 0],
  ["minimal", 24],
  ["low", 24],
  ["high", 160],
  ["xhigh", 160],
  ["max", 160],
]);

export function reasoningTokensForEffort(effort: string | undefined): number | undefined {
  return effort === undefined ? undefined : (EFFORT_TOKENS.get(effort) ?? 64);
}
