import { type BedrockSettings, requireBedrockSettings } from "./settings.ts";
import { type BedrockCall, bedrockSigner } from "./signer.ts";
import { openAnswer } from "../http/exchange.ts";
import type { OpenAnswer } from "../decode/open-answer.ts";
import { loadOnce } from "../http/load-once.ts";
import type { Attempt } from "../provider.ts";
import { signedRequest } from "./signed-request.ts";

/** Makes a call, and gives what comes back of the types of content that are taken. */
export type BedrockConnection = (
  attempt: Attempt,
  call: BedrockCall,
  accepts: readonly string[],
) => Promise<OpenAnswer>;

/**
 * Bedrock by AWS's SDK, which is loaded with the first call. The SDK builds the request and signs it; then it
 * is sent as every provider's is.
 *
 * @throws {TypeError} When something that is given is empty, or the base URL is not an http(s) URL.
 */
export function bedrockConnection(settings: BedrockSettings): BedrockConnection {
  requireBedrockSettings(settings);
  const signer = loadOnce(() => bedrockSigner(settings));

  return async (attempt, call, accepts) => {
    const sign = await signer();
    attempt.signal.throwIfAborted();
    const { line, send } = signedRequest(attempt, settings, (sendIt) => sign(call, sendIt));
    return openAnswer(attempt, line, { accepts, send });
  };
}
