import { rootCauseOf } from "../../events/index.ts";
import { type Clock, elapsedMs } from "../../clock/index.ts";

type Fetch = typeof globalThis.fetch;

/**
 * The origins that have answered, and so may have an idle connection in the platform's pool. `fetch` does not report
 * whether it reused one.
 */
const answered = new Set<string>();

/** `fetch` may take several stale connections from its pool. */
const MAX_RESENDS = 4;

/**
 * How long after a request its connection may still turn out to be stale, in milliseconds: a round trip, with room for
 * a busy machine. A connection that breaks later was in use.
 */
export const STALE_WITHIN_MS = 1_000;

/**
 * The platform's `fetch`, which sends a request again if the server closed its idle connection before it answered.
 *
 * A server may close an idle connection while the next request is on its way. Browsers send such a request again;
 * Node's `fetch` and Deno's fail, with `ECONNRESET` or "connection closed", if its method is POST.
 *
 * `fetch` reports neither whether it reused a connection nor whether the head of an answer was cut off. So a server
 * that has answered before, and now breaks connections within a second of a request, gets that request up to five
 * times. One that breaks a connection later may have had a model at work: that request is not sent again. The first
 * request to an origin never is: its connection was new.
 *
 * @param clock Measures the time between a request and its failure.
 * @returns A `fetch` that rejects with a `TypeError` as the platform's does.
 *
 * @see RFC 9112, section 9.3.1, "Retrying Requests"; {@link https://github.com/nodejs/undici/issues/3492}
 */
export function platformFetch(clock: Clock): Fetch {
  return async (input, init) => {
    const sentAt = clock.now();
    for (let resends = 0; ; resends++) {
      try {
        const answer = await globalThis.fetch(input, init);
        if (isRepeatable(input, init)) answered.add(new URL(input).origin);
        return answer;
      } catch (error) {
        const isInTime = elapsedMs(sentAt, clock.now()) < STALE_WITHIN_MS;
        const mayResend = isInTime && resends < MAX_RESENDS && isRepeatable(input, init);
        if (!mayResend || !answered.has(new URL(input).origin) || !isClosedByServer(error))
          throw error;
      }
    }
  };
}

/** Whether a request has a body that can be sent twice, and was not aborted. */
function isRepeatable(
  input: Parameters<Fetch>[0],
  init: RequestInit | undefined,
): input is string | URL {
  if (input instanceof Request || init?.signal?.aborted === true) return false;
  return !isConsumed(init?.body) && URL.canParse(String(input));
}

/** Whether sending a body uses it up: streams, and the iterables that Node takes as bodies. */
function isConsumed(body: RequestInit["body"]): boolean {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

/** Node's codes and Deno's messages for a connection that ended without an answer. */
function isClosedByServer(error: unknown): boolean {
  const reason = rootCauseOf(error);
  if (!(reason instanceof Error)) return false;
  if ("code" in reason && CLOSED_CODES.has(String(reason.code))) return true;
  return /connection closed before message completed|connection reset|broken pipe/iu.test(
    reason.message,
  );
}

const CLOSED_CODES: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
