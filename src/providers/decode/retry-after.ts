import { asList, asText, dig } from "../../wire/index.ts";

/**
 * The delay before a retry that a provider's headers request, in milliseconds: `retry-after-ms` (OpenAI's), else
 * `retry-after` in seconds or as a date. 0 is a valid delay.
 *
 * @param wallMs The current time in milliseconds since 1970, for dates.
 *
 * @see RFC 9110, section 10.2.3, "Retry-After".
 */
export function retryAfterMs(headers: Headers, wallMs: number): number | undefined {
  const value = headers.get("retry-after") ?? "";
  const inMs = asDelay(headers.get("retry-after-ms"), 1) ?? asDelay(value, 1000);
  if (inMs !== undefined) return inMs;

  const dateMs = dateParse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - wallMs);
}

/**
 * Whether a provider requests a retry of a failed request, regardless of its status; `undefined` without a valid header.
 *
 * @see {@link https://github.com/openai/openai-node/blob/master/src/client.ts} "shouldRetry", which obeys the same
 * header; Anthropic's SDK does too.
 */
export function shouldRetry(headers: Headers): boolean | undefined {
  const value = headers.get("x-should-retry");
  if (value === "true") return true;
  return value === "false" ? false : undefined;
}

/**
 * The delay before a retry in an error object, in milliseconds. Google and OpenRouter send it there and not in a header.
 *
 * Reads Google's `RetryInfo`, `retry_after_ms`, `retry_after` (seconds), and the headers of the upstream provider
 * that OpenRouter passes on in `metadata.headers`: `Retry-After`, and `X-RateLimit-Reset` as milliseconds since
 * 1970.
 *
 * @param body A parsed response body, or one message of a stream.
 * @param wallMs The current time in milliseconds since 1970; `undefined` ignores dates.
 *
 * @see {@link https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto}
 * "RetryInfo".
 */
export function retryAfterIn(body: unknown, wallMs: number | undefined): number | undefined {
  for (const error of errorObjectsIn(body)) {
    const inMs =
      retryInfoMs(error) ??
      passedOnMs(dig(error, "metadata", "headers"), wallMs) ??
      asDelay(dig(error, "retry_after_ms"), 1) ??
      asDelay(dig(error, "retry_after"), 1000);
    if (inMs !== undefined) return inMs;
  }
  return undefined;
}

/** The HTTP status in an error object, from 400 to 599, as in `{"error": {"code": 400}}`. */
export function statusIn(body: unknown): number | undefined {
  for (const error of errorObjectsIn(body)) {
    for (const name of ["code", "status", "status_code", "statusCode", "http_code"]) {
      const status = Number(dig(error, name) ?? Number.NaN);
      if (Number.isInteger(status) && status >= 400 && status < 600) return status;
    }
  }
  return undefined;
}

/** The error objects in a body, the innermost first. */
function errorObjectsIn(body: unknown): readonly unknown[] {
  const outer = dig(body, "error") ?? dig(body, 0, "error") ?? dig(body, "response", "error");
  return [dig(outer, "error"), outer, body].filter((value) => value !== undefined);
}

function retryInfoMs(error: unknown): number | undefined {
  for (const detail of asList(dig(error, "details"))) {
    const seconds = /^(\d+(?:\.\d+)?)s$/u.exec(asText(dig(detail, "retryDelay")) ?? "")?.[1];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1000);
  }
  return undefined;
}

function passedOnMs(headers: unknown, wallMs: number | undefined): number | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const values = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const),
  );
  const inMs = asDelay(values.get("retry-after"), 1000);
  if (inMs !== undefined || wallMs === undefined) return inMs;
  const resetMs = asDelay(values.get("x-ratelimit-reset"), 1);
  // Anything smaller is a number of seconds, or seconds since 1970: not OpenRouter's.
  if (resetMs === undefined || resetMs < SMALLEST_EPOCH_MS) return undefined;
  return Math.max(0, resetMs - wallMs);
}

/** In milliseconds since 1970: 2001. As seconds it is beyond the year 30000. */
const SMALLEST_EPOCH_MS = 1e12;

function asDelay(value: unknown, msPerUnit: number): number | undefined {
  const isNumeral = typeof value === "string" && value.trim() !== "";
  const delay = isNumeral ? Number(value) : value;
  const isDelay = typeof delay === "number" && Number.isFinite(delay) && delay >= 0;
  return isDelay ? delay * msPerUnit : undefined;
}

/** The only form of date that may be sent, as in `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u;

/** An HTTP date in milliseconds since 1970; `NaN` if invalid. */
function dateParse(text: string): number {
  // oxlint-disable-next-line no-restricted-globals -- parses a given date, reads no clock
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}
