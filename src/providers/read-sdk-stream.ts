import { isStreamError } from "../events/index.ts";
import { providerError } from "./exchange.ts";
import type { Attempt, ProviderRead } from "./provider.ts";
import { connectionLost, type PayloadDecoder } from "./read-body.ts";

/**
 * Translates what a provider's SDK has decoded. Its reads are the SDK's chunks, stamped when the SDK gives
 * them; their bytes are not known.
 *
 * @param reading `isSent` says whether an error of the SDK is one that the provider sent in the stream.
 * @throws {StreamError} `provider-error`, `connection-lost`; and what the decoder throws.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function* readSdkStream(
  chunks: AsyncIterable<unknown>,
  attempt: Attempt,
  {
    decoder,
    isSent,
  }: { readonly decoder: PayloadDecoder; readonly isSent: (error: unknown) => boolean },
): AsyncGenerator<ProviderRead, void, undefined> {
  try {
    for await (const chunk of chunks) {
      yield { at: attempt.clock.now(), sizeBytes: 0, events: decoder.push(chunk) };
    }
  } catch (error) {
    attempt.signal.throwIfAborted();
    if (isStreamError(error)) throw error;
    throw isSent(error) ? providerError(error) : connectionLost(0, error);
  }
  // An SDK's iterator ends normally when it was aborted.
  attempt.signal.throwIfAborted();
  yield { at: attempt.clock.now(), sizeBytes: 0, events: decoder.end() };
}
