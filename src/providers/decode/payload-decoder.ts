import type { StreamEventBody } from "../../events/index.ts";
import { isPartOfAnswer, reportedError } from "./explanation.ts";

/** Translates one provider's payloads, in order. Knows nothing of bytes, sockets and time. */
export interface PayloadDecoder {
  /**
   * @param payload What one message carries: a value from outside. Errors in the shapes of {@link reportedError} are
   * handled by {@link decodePayload}.
   * @throws {StreamError} When it reports an error of its provider's own shape, or is not what it should be.
   */
  push(payload: unknown, source?: string): readonly StreamEventBody[];
  /** The body has ended. Returns the ends of what was open, and `stream-end`. */
  end(): readonly StreamEventBody[];
  /**
   * Whether the provider has given its reason for the end. The answer is complete then, whatever follows: only
   * usage and pieces that were still to come are waited for, for a short time.
   */
  readonly finished: boolean;
  /**
   * Whether it looks for errors itself: because any value may be part of an answer, or because its payloads wrap the
   * provider's messages.
   *
   * @defaultValue `false`
   */
  readonly findsErrors?: boolean;
  /** Whether nothing more can come, so reading on would be waiting. */
  readonly complete: boolean;
}

/** What one message carries. */
export interface Payload {
  readonly payload: unknown;
  /** Its JSON text, if it is known. */
  readonly source?: string | undefined;
}

/**
 * Decodes one payload, unless it is an error.
 *
 * @param events The payload's events are appended here, also those that come before an error.
 * @throws {StreamError} `provider-error` if the payload is an error in any provider's shape; and what the decoder
 * throws.
 */
export function decodePayload(
  decoder: PayloadDecoder,
  { payload, source }: Payload,
  events: StreamEventBody[],
): void {
  const error = decoder.findsErrors === true ? undefined : reportedError(payload);
  if (error === undefined || isPartOfAnswer(payload)) {
    for (const event of decoder.push(payload, source)) events.push(event);
  }
  if (error !== undefined) throw error;
}
