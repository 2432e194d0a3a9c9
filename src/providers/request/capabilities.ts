/** What an API supports, where providers differ. */
export interface Capabilities {
  /**
   * How an interrupted answer can be resumed: by the provider itself (`native`), by sending the beginning of the answer
   * (`prefill`), or only by a prompt to continue (`continuation`).
   */
  readonly resume: "native" | "prefill" | "continuation";
  /** Whether a stream reports usage: always, on request (which Millrace makes), or never. */
  readonly usage: "always" | "on-request" | "never";
  /** Whether a tool's arguments are streamed or arrive whole. */
  readonly tools: "deltas" | "whole" | "none";
  /** Whether reasoning is sent as text, as a summary, or not at all. */
  readonly reasoning: "text" | "summary" | "none";
  readonly images: boolean;
  /** Whether requests have a seed. Providers do not guarantee equal answers. */
  readonly seed: boolean;
}
