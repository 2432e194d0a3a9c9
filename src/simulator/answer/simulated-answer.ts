import type { Fault } from "../settings/fault.ts";
import type { Scenario } from "../settings/scenario.ts";

/** A generated answer: its tokens, their due times and its end. Independent of any API. */
export interface SimulatedAnswer {
  readonly scenario: Scenario;
  /** The scenario's faults that apply to this request. */
  readonly faults: readonly Fault[];
  readonly tokens: readonly SimulatedToken[];
  readonly toolCalls: readonly SimulatedToolCall[];
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly finish: "stop" | "length" | "tool-calls" | "refusal";
  /** The provider's finish reason of a recorded answer, if it is none of `finish`. */
  readonly rawFinish?: string | undefined;
  /** The stop sequence that ended the answer, if any. */
  readonly stoppedBy: string | undefined;
  /** Choices after the first; `tokens` includes theirs. */
  readonly others: readonly SimulatedAnswer[];
}

export interface SimulatedToken {
  readonly part: TokenPart;
  readonly text: string;
  readonly choice: number;
  /** Due time, in milliseconds from the request's arrival. */
  readonly dueMs: number;
}

export type TokenPart =
  | { readonly kind: "reasoning" | "text" | "refusal" }
  /** `call` is the index of the tool call. */
  | { readonly kind: "tool-call"; readonly call: number };

export interface SimulatedToolCall {
  readonly id: string;
  readonly name: string;
  /** Arguments as JSON; empty if there are none. */
  readonly text: string;
}
