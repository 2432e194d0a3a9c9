import { StreamError } from "../../events/index.ts";
import { asText, dig } from "../../wire/index.ts";
import { retryAfterIn, statusIn } from "./retry-after.ts";

/** A provider's message for an error, and its name for it. */
interface Explanation {
  readonly detail: string;
  readonly type: string | undefined;
}

/** The explanation in a response body: in any provider's format if it is JSON, else the body itself. */
export function explanationIn(text: string): Explanation {
  return explanationOf(jsonIn(text)) ?? { detail: text, type: undefined };
}

/** Parses JSON; `undefined` if it is invalid. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The explanation in an error of any provider. The error is the value itself, or its `error`, `errors`, `response.error`
 * or MiniMax's `base_resp`, possibly in the first element of a list (Gemini) or inside another error (as Anthropic's SDK
 * throws it). The message is the error itself if it is a string, else one of {@link DETAIL_FIELDS}.
 */
function explanationOf(value: unknown): Explanation | undefined {
  for (const error of errorsIn(value)) {
    const detail = detailOf(error);
    if (detail !== undefined) return { detail, type: typeOf(error) ?? typeOf(value) };
  }
  return undefined;
}

/** The objects that may hold an error's message, the innermost first. */
function errorsIn(value: unknown): readonly unknown[] {
  const whole = Array.isArray(value) ? dig(value, 0) : value;
  const outer = dig(whole, "error") ?? dig(whole, "response", "error") ?? dig(whole, "errors", 0);
  return [dig(outer, "error"), outer, dig(whole, "base_resp"), whole];
}

const DETAIL_FIELDS = [
  "message",
  "Message",
  "detail",
  "error_message",
  "errorMessage",
  "error_msg",
  "status_msg",
  "msg",
  "reason",
  "title",
] as const;

function detailOf(error: unknown): string | undefined {
  const text = nonBlankText(error);
  if (text !== undefined) return text;
  for (const field of DETAIL_FIELDS) {
    const value = dig(error, field);
    // FastAPI sends a list of problems, or any object.
    const detail = nonBlankText(value) ?? nonBlankText(dig(value, "message")) ?? jsonOf(value);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

const TYPE_FIELDS = ["type", "status", "code", "Code", "error_code", "status_code"] as const;

function typeOf(error: unknown): string | undefined {
  for (const field of TYPE_FIELDS) {
    const type = nonBlankText(dig(error, field));
    // The event's type is no error type.
    if (type !== undefined && type !== "error") return type;
  }
  return undefined;
}

function nonBlankText(value: unknown): string | undefined {
  const text = asText(value);
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** A non-empty object or list as JSON. */
function jsonOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || isEmptyObject(value)) return undefined;
  return JSON.stringify(value);
}

/** The failure for an error inside a stream, after a status of 200. */
export function providerError(error: unknown): StreamError {
  const { detail, type } = explanationOf(error) ?? {
    detail: JSON.stringify(error) ?? String(error),
    type: undefined,
  };
  return new StreamError({
    code: "provider-error",
    detail,
    type,
    status: statusIn(error),
    // A decoder has no clock, so dates are ignored here.
    retryAfterMs: retryAfterIn(error, undefined),
  });
}

/**
 * The error that a message of an answer reports, in any format; `undefined` if it reports none.
 *
 * A message with parts of an answer is an error only with a non-empty `error`, or with a status other than 0 in MiniMax's
 * `base_resp`. Without such parts, these are errors too: `{object: "error"}`, `{type: "error"}`, `{detail}`,
 * `{error_message}`, `{errors}`; `{message}` or `{msg}` with a code or without an event's type; and an HTTP status from
 * 400.
 */
export function reportedError(message: unknown): StreamError | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  return isError(Array.isArray(message) ? dig(message, 0) : message)
    ? providerError(message)
    : undefined;
}

function isError(message: unknown): boolean {
  const isPart = isPartOfAnswer(message);
  const error = dig(message, "error");
  // `""`, `false`, `null` and 0 mean no error.
  if (error) return !isPart || !isEmptyObject(error);
  const status = dig(message, "base_resp", "status_code");
  if (status !== undefined && status !== 0) return true;
  return !isPart && isFlatError(message);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Fields of parts of an answer, in any API, that errors never have. */
const PARTS = [
  "choices",
  "candidates",
  "delta",
  "done",
  "response",
  "usage",
  "content",
  "content_block",
  "output",
  "item",
] as const;

/** Whether a message contains a part of an answer, in any API. */
export function isPartOfAnswer(message: unknown): boolean {
  // Runs for every message, so it makes no closures that would become garbage.
  for (const part of PARTS) if (isKnown(dig(message, part))) return true;
  return false;
}

function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const CODE_FIELDS = ["code", "Code", "status_code", "error_code"] as const;

function isFlatError(message: unknown): boolean {
  const type = dig(message, "type");
  if (type === "error" || dig(message, "object") === "error") return true;
  if (ERROR_FIELDS.some((field) => isFilled(dig(message, field)))) return true;
  const isOfEvent = type !== undefined && !ERROR_TYPE.test(asText(type) ?? "");
  if (!MESSAGE_FIELDS.some((field) => nonBlankText(dig(message, field)) !== undefined)) {
    // An event may have a code that the model wrote.
    return type === undefined && statusIn(message) !== undefined;
  }
  const code = CODE_FIELDS.map((field) => dig(message, field)).find(isKnown);
  return code === undefined ? !isOfEvent : isErrorCode(code);
}

/** Fields that only errors have: FastAPI's, Baidu's, Cloudflare's. */
const ERROR_FIELDS = ["detail", "error_message", "errorMessage", "error_msg", "errors"] as const;

/** Fields that may carry an error's message. */
const MESSAGE_FIELDS = ["message", "Message", "msg"] as const;

function isFilled(value: unknown): boolean {
  return nonBlankText(value) !== undefined || jsonOf(value) !== undefined;
}

/** As in `server_error`, `BadRequestError` and `ThrottlingException`; no event's name ends like this. */
const ERROR_TYPE = /error$|exception$/iu;

function isErrorCode(code: unknown): boolean {
  const number = typeof code === "string" ? Number(code) : code;
  if (typeof number === "number" && !Number.isNaN(number)) return number !== 0 && number !== 200;
  return nonBlankText(code) !== undefined;
}
