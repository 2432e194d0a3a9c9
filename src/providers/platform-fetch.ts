type Fetch = typeof globalThis.fetch;

/**
 * The origins that have answered, and so may have an idle connection in the platform's pool. `fetch` does not report
 * whether it reused one.
 */
const answered = new Set<string>();

/** `fetch` may take another stale connection from its pool: how often a request is sent again at most. */
const LARGEST_RESENDS = 4;

/**
 * The platform's `fetch`, which sends a request again if the server closed its idle connection before it answered.
 *
 * A server may close an idle connection while the next request is on its way. Browsers send such a request again;
 * Node's `fetch` and Deno's fail, with `ECONNRESET` or "connection closed", if its method is POST. A server that means
 * to answer does not close the connection without a word, so the model is not asked twice. The first request to an
 * origin is never sent again: its connection was new.
 *
 * `fetch` reports neither whether it reused a connection nor whether the head of an answer was cut off, so a
 * server that breaks in those few bytes gets the request again too.
 *
 * @throws {TypeError} From the promise, as `fetch` does.
 *
 * @see RFC 9112, section 9.3.1, "Retrying Requests"; {@link https://github.com/nodejs/undici/issues/3492}
 */
export const platformFetch: Fetch = async (input, init) => {
  for (let resends = 0; ; resends++) {
    try {
      const answer = await globalThis.fetch(input, init);
      if (isRepeatable(input, init)) answered.add(originOf(input));
      return answer;
    } catch (error) {
      const mayResend = resends < LARGEST_RESENDS && isRepeatable(input, init);
      if (!mayResend || !answered.has(originOf(input)) || !isClosedByServer(error)) throw error;
    }
  }
};

function originOf(input: string | URL): string {
  return new URL(input).origin;
}

/** Whether a request has a body that can be sent twice, and was not aborted. */
function isRepeatable(
  input: Parameters<Fetch>[0],
  init: RequestInit | undefined,
): input is string | URL {
  if (input instanceof Request || init?.signal?.aborted === true) return false;
  return !(init?.body instanceof ReadableStream) && URL.canParse(String(input));
}

/** Node's codes, and Deno's words, for a connection that ended without an answer. */
function isClosedByServer(error: unknown): boolean {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  if (!(reason instanceof Error)) return false;
  if ("code" in reason && CLOSED_CODES.has(String(reason.code))) return true;
  return /connection closed before message completed|connection reset|broken pipe/iu.test(
    reason.message,
  );
}

const CLOSED_CODES: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
