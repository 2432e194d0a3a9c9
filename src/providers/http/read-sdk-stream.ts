import { asError, isStreamError, StreamError, type StreamEventBody } from "../../events/index.ts";
import { providerError } from "../decode/explanation.ts";
import { graceAfterFinish } from "../decode/grace-after-finish.ts";
import { decodePayload, type PayloadDecoder } from "../decode/payload-decoder.ts";
import type { Attempt, ProviderRead } from "../provider.ts";
import type { Decoded } from "../decode/answer-decoder.ts";
import { connectionLost } from "../decode/open-response.ts";
import { errorWithoutSecrets, eventRedactor } from "../decode/secrets.ts";

/** An answer that a provider's SDK decodes. */
export interface SdkAnswer {
  readonly chunks: AsyncIterable<unknown>;
  readonly decoder: PayloadDecoder;
  /** Whether an error of the SDK is one that the provider sent in the stream. */
  readonly isSent: (error: unknown) => boolean;
  /** Removed from messages of the provider, the SDK and the platform. */
  readonly secrets: readonly string[];
}

/**
 * Converts an answer that a provider's SDK decodes, by the same rules as an answer that is decoded here. Its reads are
 * the SDK's chunks, stamped when the SDK yields them; their sizes are unknown.
 *
 * @param open Sends the request, with the signal that stops it.
 * @throws {StreamError} `provider-error`, `malformed-payload`, `connection-lost`; and what `open` and the decoder
 * throw. Without secrets.
 */
export async function* readSdkStream(
  attempt: Attempt,
  open: (signal: AbortSignal) => Promise<SdkAnswer>,
): AsyncGenerator<ProviderRead, void, undefined> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([attempt.signal, leaving.signal]);
  const { chunks, decoder, isSent, secrets } = await open(signal);
  const grace = graceAfterFinish(attempt, () => leaving.abort());
  const redacted = eventRedactor(secrets);

  try {
    try {
      for await (const chunk of chunks) {
        const { events, failure } = decodeChunk(decoder, chunk);
        grace.progressed(events.length);
        yield { at: attempt.clock.now(), sizeBytes: 0, events: redacted(events) };
        if (failure !== undefined) throw failure;
        if (decoder.finished) grace.waits();
      }
    } catch (error) {
      attempt.signal.throwIfAborted();
      // After a finish reason nothing can fail.
      if (!decoder.finished || isStreamError(error)) throw streamErrorOf(error, isSent);
    }
    // An SDK's iterator ends normally when it was aborted.
    attempt.signal.throwIfAborted();
    yield { at: attempt.clock.now(), sizeBytes: 0, events: redacted(decoder.end()) };
  } catch (error) {
    throw errorWithoutSecrets(error, secrets);
  } finally {
    grace.end();
  }
}

/** A chunk's events, and the error that it reports. */
function decodeChunk(decoder: PayloadDecoder, chunk: unknown): Decoded {
  const { finished } = decoder;
  const events: StreamEventBody[] = [];
  try {
    if (!decoder.complete) decodePayload(decoder, { payload: chunk }, events);
    return { events, failure: undefined };
  } catch (error) {
    return { events, failure: finished ? undefined : asError(error) };
  }
}

function streamErrorOf(error: unknown, isSent: (error: unknown) => boolean): StreamError {
  if (isStreamError(error)) return error;
  if (isSent(error)) return providerError(error);
  if (error instanceof SyntaxError) {
    return new StreamError(
      { code: "malformed-payload", payload: quotedIn(error) },
      { cause: error },
    );
  }
  return connectionLost(0, error);
}

/** The string that could not be parsed: SDKs drop it, but V8 quotes some of it. */
function quotedIn({ message }: SyntaxError): string {
  const [, quoted] = /"(.*)"(?:\.\.\.)? is not valid JSON$/su.exec(message) ?? [];
  return quoted ?? message;
}
