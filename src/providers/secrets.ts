import {
  type EndReason,
  isStreamError,
  StreamError,
  type StreamEventBody,
  type StreamFailure,
} from "../events/index.ts";

/** Shorter ones are placeholders such as `none`, and words of any text. */
const SHORTEST_IN_WORDS_CHARS = 5;

/** A shorter part of a secret is no secret: many keys begin alike. */
const SHORTEST_PART_CHARS = 8;

/** No provider's explanation is longer; a proxy's HTML page is. */
const DETAIL_CHARS = 500;

const MASK = "[key]";

/**
 * Secrets as they may be written: as they are, and as JSON and URLs escape them. Those that contain others
 * come first.
 *
 * @param shortestChars Shorter secrets are left out.
 */
export function secretSpellings(
  secrets: readonly string[],
  shortestChars: number,
): readonly string[] {
  const spellings = secrets
    // As headers carry them.
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= shortestChars)
    .flatMap(spellingsOf);
  return [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
}

function spellingsOf(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inJson,
    // As PHP and Go write JSON.
    secret.replaceAll("/", String.raw`\/`),
    inJson.replaceAll(
      /[&<>]/gu,
      (character) => String.raw`\u00${character.codePointAt(0)?.toString(16)}`,
    ),
    inUrl,
    inUrl.replaceAll(/%[\dA-F]{2}/gu, (escaped) => escaped.toLowerCase()),
  ];
}

/** Replaces secrets in the words of a provider or of the platform, including one that the text's ends cut. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secretSpellings(secrets, SHORTEST_IN_WORDS_CHARS);
  const clean = spellings.reduce((words, spelling) => words.replaceAll(spelling, MASK), text);
  return spellings.reduce(withoutCutSecret, clean);
}

/** Payloads are shown by their head only, so a secret may be cut in two. */
function withoutCutSecret(text: string, secret: string): string {
  const longest = Math.min(secret.length - 1, text.length);
  for (let length = longest; length >= SHORTEST_PART_CHARS; length--) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + MASK;
    if (text.startsWith(secret.slice(-length))) return MASK + text.slice(length);
  }
  return text;
}

/**
 * The error without secrets: all words from outside pass through here on their way to the caller. The cause
 * is dropped if it has one.
 *
 * @returns The same error if there was nothing to remove, and whatever is no {@link StreamError}.
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

/** The failure without secrets, and with at most 500 characters of the provider's explanation. */
export function failureWithoutSecrets(
  failure: StreamFailure,
  secrets: readonly string[],
): StreamFailure {
  const clean = (text: string) => withoutSecrets(text, secrets);
  const cleanIfKnown = (text: string | undefined) => (text === undefined ? text : clean(text));
  switch (failure.code) {
    case "http-status": {
      const detail = cleanIfKnown(failure.detail)?.slice(0, DETAIL_CHARS);
      return { ...failure, detail, type: cleanIfKnown(failure.type) };
    }
    case "provider-error": {
      const detail = clean(failure.detail).slice(0, DETAIL_CHARS);
      return { ...failure, detail, type: cleanIfKnown(failure.type) };
    }
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

/** The events with the provider's words in `stream-end` rid of secrets; all other words are the model's. */
export function eventsWithoutSecrets(
  events: readonly StreamEventBody[],
  secrets: readonly string[],
): readonly StreamEventBody[] {
  return events.map((event) =>
    event.type === "stream-end"
      ? { ...event, reason: endWithoutSecrets(event.reason, secrets) }
      : event,
  );
}

function endWithoutSecrets(end: EndReason, secrets: readonly string[]): EndReason {
  if (end.raw === undefined) return end;
  const raw = withoutSecrets(end.raw, secrets);
  if (end.kind === "other") return { ...end, raw };
  if (end.kind !== "failed") return { ...end, raw };
  return { ...end, raw, failure: failureWithoutSecrets(end.failure, secrets) };
}

function messagesOf(cause: unknown): string[] {
  if (cause instanceof Error) return [cause.message, ...messagesOf(cause.cause)];
  return typeof cause === "string" ? [cause] : [];
}
