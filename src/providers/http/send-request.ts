import { isStreamError, messageOf, StreamError } from "../../events/index.ts";
import { readAhead } from "../../wire/index.ts";
import { describeConnectionError } from "./connection-error.ts";
import { type OpenResponse, wrongContentType } from "../decode/open-response.ts";
import { explanationIn, jsonIn } from "../decode/explanation.ts";
import { platformFetch } from "./platform-fetch.ts";
import type { Attempt } from "../provider.ts";
import { retryAfterIn, retryAfterMs, shouldRetry } from "../decode/retry-after.ts";
import { errorWithoutSecrets } from "../decode/secrets.ts";

export type Fetch = typeof globalThis.fetch;

/** The endpoint of requests and the secrets to redact. */
export interface Endpoint {
  readonly baseUrl: string;
  /** The provider's transport, used if the attempt has none. @defaultValue The platform's. */
  readonly fetch?: Fetch | undefined;
  /** API keys, removed from messages of the server and the platform. More may be added until the request is sent. */
  readonly secrets: readonly string[];
}

/** Larger explanations of an error are files, and are not read to their end. */
const MAX_EXPLANATION_BYTES = 65_536;

/**
 * Sends one request, with or without an SDK, records its timestamps, and normalises failures: throws what happened on
 * the network, not the SDK's wrapper.
 *
 * @param send Sends the request with the given `fetch`.
 * @param receive Receives a successful response, and returns the one that `send` gets.
 * @throws {StreamError} `connection-failed`, `http-status`, `unexpected` if the SDK sent no request, and what `receive`
 * throws; or else the reason of `attempt.signal`.
 */
export async function sendRequest<T>(
  attempt: Attempt,
  endpoint: Endpoint,
  {
    send,
    receive,
  }: {
    readonly send: (fetch: Fetch) => Promise<T>;
    readonly receive: (answer: Response) => Response | Promise<Response>;
  },
): Promise<T> {
  const fetch = transportOf(attempt, endpoint.fetch);
  let failure: StreamError | undefined;

  async function stamped(...request: Parameters<Fetch>): Promise<Response> {
    attempt.onStage("sent", attempt.clock.now());
    const answer = await fetch(...request).catch((error: unknown) => {
      // The caller's transport may have thrown a more precise error.
      if (isStreamError(error)) throw error;
      const cause = describeConnectionError(error);
      throw new StreamError(
        { code: "connection-failed", url: endpoint.baseUrl, cause },
        { cause: error },
      );
    });
    attempt.onStage("headers", attempt.clock.now());
    if (!answer.ok) throw await statusError(answer, attempt.clock.wallMs());
    return receive(answer);
  }

  try {
    return await send(async (...request) => {
      try {
        return await stamped(...request);
      } catch (error) {
        if (isStreamError(error)) failure = error;
        throw error;
      }
    });
  } catch (error) {
    attempt.signal.throwIfAborted();
    throw errorWithoutSecrets(failure ?? notSent(error), endpoint.secrets);
  }
}

/** The attempt's transport, else the provider's, else the platform's, wrapped by the attempt's recorder. */
export function transportOf(
  { clock, fetch, wrapFetch }: Pick<Attempt, "clock" | "fetch" | "wrapFetch">,
  own: Fetch | undefined,
): Fetch {
  const transport = fetch ?? own ?? platformFetch(clock);
  return wrapFetch?.(transport) ?? transport;
}

/** The error of a request that was never sent. The platform's message may quote a key that no header can hold. */
function notSent(error: unknown): StreamError {
  if (isStreamError(error)) return error;
  const detail = `Cannot send the request: ${messageOf(error)}`;
  return new StreamError({ code: "unexpected", detail });
}

/**
 * Sends a request whose response is decoded here. Reading starts when the headers arrive: a reset before the SDK returns
 * would otherwise drop what was received.
 *
 * @throws {StreamError} As {@link sendRequest}, and `wrong-content-type` for a response without a body.
 */
export async function openResponse(
  attempt: Attempt,
  endpoint: Endpoint,
  request: {
    readonly accepts: readonly string[];
    readonly send: (fetch: Fetch) => Promise<unknown>;
  },
): Promise<OpenResponse> {
  let open: OpenResponse | undefined;
  try {
    await sendRequest(attempt, endpoint, {
      send: request.send,
      async receive(answer) {
        const { body, headers, status } = answer;
        if (body === null) throw wrongContentType(headers);
        const isLabelled = isOneOf(request.accepts, headers);
        const { secrets } = endpoint;
        open = { body: readAhead(body, attempt.clock), headers, isLabelled, secrets };
        return new Response("", { status, headers });
      },
    });
  } catch (error) {
    await open?.body.cancel();
    throw error;
  }
  if (open !== undefined) return open;
  throw new StreamError({ code: "unexpected", detail: "The SDK sent no request" });
}

/** Whether a response is labelled as JSON: from servers that do not stream, or report an error with status 200. */
export function isJson(headers: Headers): boolean {
  return isOneOf(["application/json"], headers);
}

function isOneOf(types: readonly string[], headers: Headers): boolean {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  return types.includes(type.trim().toLowerCase());
}

/** The error of a response with an error status, in one form for all providers. */
async function statusError(answer: Response, wallMs: number): Promise<StreamError> {
  const text = await textOf(answer);
  const { detail, type } = explanationIn(text);
  const awsType = answer.headers.get("x-amzn-errortype")?.split(":")[0];
  return new StreamError({
    code: "http-status",
    status: answer.status,
    detail: detail === "" ? undefined : detail,
    type: awsType ?? type,
    retryAfterMs: retryAfterMs(answer.headers, wallMs) ?? retryAfterIn(jsonIn(text), wallMs),
    shouldRetry: shouldRetry(answer.headers),
  });
}

/** The beginning of a body; an error only ends it early. */
async function textOf({ body }: Response): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  try {
    while (sizeBytes < MAX_EXPLANATION_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      sizeBytes += value.byteLength;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return text;
  }
  await reader.cancel();
  return text;
}
