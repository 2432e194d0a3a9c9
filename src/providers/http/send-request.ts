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

/** Where requests go, and what must never be repeated of them. */
export interface Endpoint {
  readonly baseUrl: string;
  /** The provider's transport, where the attempt brings none; the platform's, where this brings none. */
  readonly fetch?: Fetch | undefined;
  /** Keys: removed from all texts of the server and the platform. More may be added until the request is sent. */
  readonly secrets: readonly string[];
}

/** An explanation that is larger than this is a file, and is not read to its end. */
const LARGEST_REFUSAL_BYTES = 65_536;

/**
 * Makes one request, by an SDK or without, and sees to its stamps and its failures: whatever the SDK makes
 * of an error, what is thrown says what happened on the wire.
 *
 * @param send Makes the request with the `fetch` that it is given.
 * @param receive Takes an answer with a status of success, and gives what `send` is to see of it.
 * @throws {StreamError} `connection-failed`, `http-status`, `unexpected` where the SDK made no request, and what
 * `receive` throws.
 * @throws {unknown} The reason of `attempt.signal`, when that is aborted.
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
      // A caller's own transport may know better what went wrong.
      if (isStreamError(error)) throw error;
      const cause = describeConnectionError(error);
      throw new StreamError(
        { code: "connection-failed", url: endpoint.baseUrl, cause },
        { cause: error },
      );
    });
    attempt.onStage("headers", attempt.clock.now());
    if (!answer.ok) throw await refusalOf(answer, attempt.clock.wallMs());
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
    throw errorWithoutSecrets(failure ?? notMade(error), endpoint.secrets);
  }
}

/** What sends: the attempt's transport, else the provider's own, else the platform's; recorded where one records. */
export function transportOf(
  { clock, fetch, wrapFetch }: Pick<Attempt, "clock" | "fetch" | "wrapFetch">,
  own: Fetch | undefined,
): Fetch {
  const transport = fetch ?? own ?? platformFetch(clock);
  return wrapFetch?.(transport) ?? transport;
}

/** A request that could not even be made: a key that no header can hold stands in the platform's complaint. */
function notMade(error: unknown): StreamError {
  if (isStreamError(error)) return error;
  const said = messageOf(error);
  return new StreamError({ code: "unexpected", detail: `Cannot make the request: ${said}` });
}

/**
 * Makes a request whose answer is decoded here. The body is read from the moment in which it is there:
 * until an SDK has made up its mind, a reset would drop what has come.
 *
 * @param request The expected content types, and what makes the request.
 * @throws {StreamError} As {@link sendRequest}, and `wrong-content-type` for an answer without a body.
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
        const isLabelled = isOneOf(request.accepts, headers.get("content-type"));
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
  throw new StreamError({ code: "unexpected", detail: "The SDK has made no request" });
}

/** Whether an answer is labelled as JSON: what servers send that do not stream, or refuse with status 200. */
export function isJson(headers: Headers): boolean {
  return isOneOf(["application/json"], headers.get("content-type"));
}

function isOneOf(types: readonly string[], contentType: string | null): boolean {
  const [type = ""] = (contentType ?? "").split(";");
  return types.includes(type.trim().toLowerCase());
}

/** What a server says instead of an answer, in one shape for all providers. */
async function refusalOf(answer: Response, wallMs: number): Promise<StreamError> {
  const said = await textOf(answer);
  const { detail, type } = explanationIn(said);
  const awsType = answer.headers.get("x-amzn-errortype")?.split(":")[0];
  return new StreamError({
    code: "http-status",
    status: answer.status,
    detail: detail === "" ? undefined : detail,
    type: awsType ?? type,
    retryAfterMs: retryAfterMs(answer.headers, wallMs) ?? retryAfterIn(jsonIn(said), wallMs),
    shouldRetry: shouldRetry(answer.headers),
  });
}

/** The beginning of a body; what breaks it is no more than the end of an explanation. */
async function textOf({ body }: Response): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  try {
    while (sizeBytes < LARGEST_REFUSAL_BYTES) {
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
