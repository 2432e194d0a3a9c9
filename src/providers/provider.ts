import type { Clock, Instant } from "../clock/index.ts";
import type { StreamEventBody } from "../events/index.ts";
import type { ChatRequest } from "./request/chat-request.ts";

/**
 * A source of streams: sends requests and translates the responses.
 *
 * Laws, checked for every provider by `test/contracts/provider.ts`:
 * 1. The events do not depend on how the bytes are split into reads.
 * 2. An answer that ends without the provider's sign of completion is `truncated`; one with it is complete, whatever
 *    follows. An unknown finish reason is `other`, never `stop`.
 * 3. Everything received before a failure is yielded before the failure is thrown.
 * 4. An abort, or a `break` out of the loop, closes the connection.
 * 5. It throws only {@link StreamError} and the caller's abort reason.
 *
 * A provider yields at most one `stream-start`, first, and at most one `stream-end`, last. Retries and deadlines belong
 * to the session.
 */
export interface Provider {
  /** A name for results and logs, such as `openai-chat`. */
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Makes one attempt. Sends nothing before the first call of `next()`. */
  stream(request: ChatRequest, attempt: Attempt): AsyncIterable<ProviderRead>;
  /**
   * Returns the names of the models, in the provider's order; `undefined` if the API has no list.
   *
   * @throws {StreamError} As `stream` does.
   */
  readonly listModels?: ((attempt: Attempt) => Promise<readonly string[]>) | undefined;
}

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

/** The context of one attempt, passed by the session. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly clock: Clock;
  /** Aborted when the caller stops the stream or a deadline passes. */
  readonly signal: AbortSignal;
  /**
   * Called when the request is passed to the transport, when the headers arrive, and each time the provider waits for
   * the rest of a complete answer, which takes a second at most.
   */
  onStage(stage: "sent" | "headers" | "finished", at: Instant): void;
  /** Replaces the provider's transport, for example to measure it. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Wraps the transport that is used, for example to record it. */
  readonly wrapFetch?:
    | ((transport: typeof globalThis.fetch) => typeof globalThis.fetch)
    | undefined;
}

/** One read of the socket: often one event, sometimes many or none. */
export interface ProviderRead {
  readonly at: Instant;
  /** 0 if unknown: SDK-decoded streams expose no socket reads. */
  readonly sizeBytes: number;
  readonly events: readonly StreamEventBody[];
}
