import { redactSecrets, secretsToFind } from "../../text/index.ts";
import {
  type EndReason,
  isStreamError,
  StreamError,
  type StreamEventBody,
  type StreamFailure,
} from "../../events/index.ts";

/**
 * Shorter secrets are placeholders such as `none`, which occur in any string. Longer placeholders, such as `ollama`, are
 * replaced, as a password may be as short.
 */
const SHORTEST_SECRET_CHARS = 5;

/** Longer than any provider's explanation, and shorter than a proxy's HTML page. */
const DETAIL_CHARS = 500;

/** The searched prefix: longer than the shown one, even if many secrets are removed. */
const SEARCHED_CHARS = 16 * DETAIL_CHARS;

const MASK = "[key]";

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const toFind = secretsToFind(secrets, SHORTEST_SECRET_CHARS);
  const masked = toFind.map((value) => ({ value, mask: MASK }));
  // The text may be the start of a longer one.
  return redactSecrets(text, masked, true);
}

/**
 * Removes secrets from an error, and a cause with a secret as a whole. All messages of servers and platforms pass through
 * here on their way to the caller. Returns the same error if it has no secret or is not a {@link StreamError}.
 */
export function errorWithoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!isStreamError(error)) return error;
  const failure = failureWithoutSecrets(error.failure, secrets);
  const hasCleanCause = messagesOf(error.cause).every(
    (message) => withoutSecrets(message, secrets) === message,
  );
  if (hasCleanCause && JSON.stringify(failure) === JSON.stringify(error.failure)) return error;
  return new StreamError(failure, hasCleanCause ? { cause: error.cause } : {});
}

/** The failure without secrets, with at most 500 characters of each string from the provider. */
function failureWithoutSecrets(failure: StreamFailure, secrets: readonly string[]): StreamFailure {
  const clean = (text: string) => cleanHead(text, secrets);
  const cleanIfKnown = (text: string | undefined) => (text === undefined ? text : clean(text));
  switch (failure.code) {
    case "http-status":
      return { ...failure, detail: cleanIfKnown(failure.detail), type: cleanIfKnown(failure.type) };
    case "provider-error":
      return { ...failure, detail: clean(failure.detail), type: cleanIfKnown(failure.type) };
    case "connection-failed":
    case "connection-lost":
      return { ...failure, cause: clean(failure.cause) };
    case "malformed-payload":
      return { ...failure, payload: clean(failure.payload) };
    case "wrong-content-type":
      return { ...failure, contentType: cleanIfKnown(failure.contentType) };
    case "unexpected":
      return { ...failure, detail: clean(failure.detail) };
    case "malformed-frame":
    case "empty-answer":
    case "deadline-exceeded":
    case "too-large":
      return failure;
  }
}

/**
 * Removes secrets from `stream-start` and `stream-end`, for the events of one read after another. All other strings are
 * the model's, which has no key; so only the first events and those with the end are copied.
 */
export function eventRedactor(
  secrets: readonly string[],
): (events: readonly StreamEventBody[]) => readonly StreamEventBody[] {
  let isStarted = false;
  return (events) => {
    const last = events.at(-1);
    if (last === undefined || (isStarted && last.type !== "stream-end")) return events;
    isStarted = true;
    return events.map((event) => eventWithoutSecrets(event, secrets));
  };
}

function cleanHead(text: string, secrets: readonly string[]): string {
  return withoutSecrets(text.slice(0, SEARCHED_CHARS), secrets).slice(0, DETAIL_CHARS);
}

function eventWithoutSecrets(event: StreamEventBody, secrets: readonly string[]): StreamEventBody {
  if (event.type === "stream-end") {
    return { ...event, reason: endWithoutSecrets(event.reason, secrets) };
  }
  if (event.type !== "stream-start") return event;
  const { model, requestId } = event;
  return {
    ...event,
    model: cleanHead(model, secrets),
    requestId: requestId && cleanHead(requestId, secrets),
  };
}

function endWithoutSecrets(end: EndReason, secrets: readonly string[]): EndReason {
  if (end.raw === undefined) return end;
  const raw = cleanHead(end.raw, secrets);
  if (end.kind !== "failed") return { ...end, raw };
  return { ...end, raw, failure: failureWithoutSecrets(end.failure, secrets) };
}

function messagesOf(cause: unknown): string[] {
  if (cause instanceof Error) return [cause.message, ...messagesOf(cause.cause)];
  return typeof cause === "string" ? [cause] : [];
}
