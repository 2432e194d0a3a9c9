import type { Clock, Instant } from "../clock/index.ts";
import type { StreamEventBody } from "../events/index.ts";
import type { Capabilities } from "./request/capabilities.ts";
import type { ChatRequest } from "./request/chat-request.ts";

/**
 * A source of streams: it makes the request, and translates what comes back.
 *
 * Laws, checked for every provider by `test/contracts/provider.ts`:
 * 1. However the bytes are cut into reads, the events are the same.
 * 2. An answer that ends without the provider's own sign of completion is `truncated`; one with it is complete, whatever
 *    follows it. A finish reason that is not known is `other`, never `stop`.
 * 3. Whatever was received before a failure is yielded before the failure is thrown.
 * 4. An abort, or a `break` out of the loop, closes the connection.
 * 5. It throws nothing but {@link StreamError} and the caller's own abort reason.
 *
 * A provider yields at most one `stream-start`, first, and at most one `stream-end`, last. It knows
 * nothing of retries and deadlines: those are the session's.
 */
export interface Provider {
  /** A name for results and logs, such as `openai-chat`. */
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Makes one attempt. Nothing is sent before the first read is asked for. */
  stream(request: ChatRequest, attempt: Attempt): AsyncIterable<ProviderRead>;
  /**
   * The names of the models that may be asked, in the provider's order; `undefined` where it has no list.
   *
   * @throws {StreamError} As `stream` does.
   */
  readonly listModels?: (attempt: Attempt) => Promise<readonly string[]>;
}

/** What the session gives a provider for one attempt. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly clock: Clock;
  /** Aborted when the caller stops, or a deadline has passed. */
  readonly signal: AbortSignal;
  /**
   * Called when the request has been handed over, when the headers are there, and whenever the provider waits for the
   * rest of an answer that is complete: then it waits a second at most.
   */
  onStage(stage: "sent" | "headers" | "finished", at: Instant): void;
  /** Sends the request in place of the provider's own transport: a benchmark's ruler. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stands between the adapter and whichever transport sends: a recorder. */
  readonly wrapFetch?: (transport: typeof globalThis.fetch) => typeof globalThis.fetch;
}

/** What one read of the socket carried: often one event, sometimes many, sometimes none. */
export interface ProviderRead {
  readonly at: Instant;
  /** 0 where nobody can say: an SDK that decodes by itself shows no reads. */
  readonly sizeBytes: number;
  readonly events: readonly StreamEventBody[];
}
