/** What a provider's wire can do, where providers differ: what may be asked of it, and what may be expected. */
export interface Capabilities {
  /**
   * How an answer that broke off can be taken up: from where it stopped, by the provider itself
   * (`native`); by giving the model the beginning of its own answer (`prefill`); or only by asking it in
   * words to go on (`continuation`).
   */
  readonly resume: "native" | "prefill" | "continuation";
  /** Whether a stream says what it cost: without being asked, on request (which we make), or not. */
  readonly usage: "always" | "on-request" | "never";
  /** Whether a tool's arguments come as they are written, or whole. */
  readonly tools: "deltas" | "whole" | "none";
  /** Whether reasoning can be seen: as it is, as a summary, or not. */
  readonly reasoning: "text" | "summary" | "none";
  readonly images: boolean;
  /** Whether a seed repeats an answer, as far as the provider can. */
  readonly seed: boolean;
}
