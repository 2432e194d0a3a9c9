import { asList, asText, dig } from "../wire/index.ts";

/**
 * How long a provider asks us to wait, from its headers.
 *
 * Reads `retry-after-ms` (OpenAI's), then `retry-after` as seconds or as a date. 0 is an answer.
 *
 * @param wallMs What time it is, in milliseconds since 1970, for dates.
 * @returns Milliseconds, at least 0; `undefined` when it did not say, or not intelligibly.
 *
 * @see RFC 9110, section 10.2.3, "Retry-After".
 *
 * @example
 * ```ts
 * retryAfterMs(new Headers({ "retry-after": "2" }), 0); // 2000
 * ```
 */
export function retryAfterMs(headers: Headers, wallMs: number): number | undefined {
  const inMs = numberIn(headers.get("retry-after-ms"));
  if (inMs !== undefined) return inMs;

  const value = headers.get("retry-after");
  const inSeconds = numberIn(value);
  if (inSeconds !== undefined) return inSeconds * 1000;

  const dateMs = value === null ? Number.NaN : dateParse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - wallMs);
}

/**
 * How long Google's services ask us to wait: they say it in the body of a refusal, and in no header.
 *
 * @param said The body, as text.
 * @returns Milliseconds, at least 0; `undefined` when it did not say.
 *
 * @see {@link https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto}
 * "RetryInfo".
 */
export function retryInfoMs(said: string): number | undefined {
  const answer = jsonIn(said);
  const error = dig(answer, "error") ?? dig(answer, 0, "error");
  for (const detail of asList(dig(error, "details"))) {
    const seconds = /^(\d+(?:\.\d+)?)s$/u.exec(asText(dig(detail, "retryDelay")) ?? "")?.[1];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1000);
  }
  return undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function numberIn(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The only form of date that may be sent, as in `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u;

/** An HTTP date in milliseconds since 1970; `NaN` when it is none. Asks for no current time. */
function dateParse(text: string): number {
  // oxlint-disable-next-line no-restricted-globals -- parses a given date, reads no clock
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}
