import { failureOf } from "../../events/index.ts";
import { parseJson } from "../../wire/index.ts";
import { type Fetch, type Endpoint, openResponse } from "./send-request.ts";
import { type OpenResponse, wrongContentType } from "../decode/open-response.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { Attempt } from "../provider.ts";
import { connectionLost } from "../decode/stream-answer.ts";
import { errorWithoutSecrets } from "../decode/secrets.ts";

/**
 * Makes a request whose answer is one JSON value, and no stream.
 *
 * @param send Makes the request with the `fetch` that it is given.
 * @throws {StreamError} As {@link openResponse}, and `connection-lost`, `malformed-payload`.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
 */
export async function requestJson(
  attempt: Attempt,
  endpoint: Endpoint,
  send: (fetch: Fetch) => Promise<unknown>,
): Promise<unknown> {
  const answer = await openResponse(attempt, endpoint, { accepts: jsonFraming.accepts, send });
  try {
    return parseJson(await textOf(answer, attempt.signal));
  } catch (error) {
    const isOther = failureOf(error).code === "malformed-payload" && !answer.isLabelled;
    throw isOther ? wrongContentType(answer.headers) : errorWithoutSecrets(error, answer.secrets);
  } finally {
    await answer.body.cancel();
  }
}

/** @throws {StreamError} `connection-lost`. */
async function textOf({ body }: OpenResponse, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let receivedBytes = 0;
  try {
    for (let chunk = await body.next(); chunk !== undefined; chunk = await body.next()) {
      receivedBytes += chunk.bytes.byteLength;
      text += decoder.decode(chunk.bytes, { stream: true });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw connectionLost(receivedBytes, error);
  }
  return text + decoder.decode();
}
