import { failureOf } from "../../events/index.ts";
import { parseJson, utf8Text } from "../../wire/index.ts";
import { type Fetch, type Endpoint, openResponse } from "./send-request.ts";
import { connectionLost, type OpenResponse, wrongContentType } from "../decode/open-response.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { Attempt } from "../provider.ts";
import { errorWithoutSecrets } from "../decode/secrets.ts";

/**
 * Sends a request and returns the JSON value of its response.
 *
 * @throws {StreamError} As {@link openResponse}, and `connection-lost`, `malformed-payload`.
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
  const decoder = utf8Text();
  let text = "";
  let receivedBytes = 0;
  try {
    for (let chunk = await body.next(); chunk !== undefined; chunk = await body.next()) {
      receivedBytes += chunk.bytes.byteLength;
      text += decoder.push(chunk.bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw connectionLost(receivedBytes, error);
  }
  return text + decoder.end();
}
