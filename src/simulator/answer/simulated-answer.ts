import type { Fault } from "../settings/fault.ts";
import type { Scenario } from "../settings/scenario.ts";

/** An answer before it is sent: what, when, and how it ends. Knows no wire. */
export interface SimulatedAnswer {
  readonly scenario: Scenario;
  /** Those of the scenario's faults that strike this request. */
  readonly faults: readonly Fault[];
  readonly tokens: readonly SimulatedToken[];
  readonly toolCalls: readonly SimulatedToolCall[];
  readonly promptTokens: number;
  /** How many of the prompt's tokens came from the cache. */
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly finish: "stop" | "length" | "tool-calls" | "refusal";
  /** A recorded answer's end in its provider's own word, if that is none of `finish`. */
  readonly rawFinish?: string | undefined;
  /** The mark before which the answer stopped; `undefined` where it came to its own end, or to none. */
  readonly stoppedBy: string | undefined;
  /** The answers after the first, where several are asked for: `tokens` holds theirs too. */
  readonly others: readonly SimulatedAnswer[];
}

/** One token of an answer, and when it is due. */
export interface SimulatedToken {
  /** What it belongs to; `call` is the place of the call in the answer's list. */
  readonly part: TokenPart;
  readonly text: string;
  /** To which of the answers it belongs; 0 for the first. */
  readonly choice: number;
  /** When it is to be sent, in milliseconds from the request's arrival. */
  readonly dueMs: number;
}

/** What a token is a piece of. */
export type TokenPart =
  | { readonly kind: "reasoning" | "text" | "refusal" }
  | { readonly kind: "tool-call"; readonly call: number };

/** A call that an answer makes. */
export interface SimulatedToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON; empty where there are none. */
  readonly text: string;
}
