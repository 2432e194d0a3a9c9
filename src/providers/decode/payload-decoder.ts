import type { StreamEventBody } from "../../events/index.ts";
import { isPartOfAnswer, reportedError } from "./explanation.ts";

/** Decodes one provider's payloads, in order. Independent of bytes, sockets and time. */
export interface PayloadDecoder {
  /**
   * @param payload The payload of one message, untrusted. {@link decodePayload} handles errors in the formats of
   * {@link reportedError}.
   * @param source Its JSON as received, if known.
   * @throws {StreamError} When the payload is an error in the provider's format, or malformed.
   */
  push(payload: unknown, source?: string): readonly StreamEventBody[];
  /** Handles the end of the body. Returns the ends of open blocks and calls, and `stream-end`. */
  end(): readonly StreamEventBody[];
  /**
   * Whether the provider sent its finish reason. Then the answer is complete, whatever follows; only usage and outstanding
   * chunks are awaited, for a short time.
   */
  readonly finished: boolean;
  /**
   * Whether it detects errors itself. Needed if an answer may contain any value, or if payloads wrap the provider's
   * messages.
   *
   * @defaultValue `false`
   */
  readonly findsErrors?: boolean;
  /** Whether nothing more can come, so reading on would only wait. */
  readonly complete: boolean;
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
  { payload, source }: { readonly payload: unknown; readonly source?: string | undefined },
  events: StreamEventBody[],
): void {
  const error = decoder.findsErrors === true ? undefined : reportedError(payload);
  if (error === undefined || isPartOfAnswer(payload)) {
    for (const event of decoder.push(payload, source)) events.push(event);
  }
  if (error !== undefined) throw error;
}
