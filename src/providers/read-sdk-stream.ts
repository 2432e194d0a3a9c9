import { isStreamError, StreamError } from "../events/index.ts";
import { providerError } from "./exchange.ts";
import type { Attempt, ProviderRead } from "./provider.ts";
import { connectionLost, type PayloadDecoder } from "./read-body.ts";

/**
 * Translates what a provider's SDK has decoded. Its reads are the SDK's chunks, stamped when the SDK gives
 * them; their bytes are not known.
 *
 * @param reading `isSent` says whether an error of the SDK is one that the provider sent in the stream.
 * @throws {StreamError} `provider-error`, `malformed-payload`, `connection-lost`; and what the decoder throws.
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
    throw streamErrorOf(error, isSent);
  }
  // An SDK's iterator ends normally when it was aborted.
  attempt.signal.throwIfAborted();
  yield { at: attempt.clock.now(), sizeBytes: 0, events: decoder.end() };
}

function streamErrorOf(error: unknown, isSent: (error: unknown) => boolean): StreamError {
  if (isStreamError(error)) return error;
  if (isSent(error)) return providerError(error);
  // An SDK does not say what it could not parse; the engine's message has the head of it.
  if (error instanceof SyntaxError) {
    return new StreamError({ code: "malformed-payload", payload: error.message }, { cause: error });
  }
  return connectionLost(0, error);
}
