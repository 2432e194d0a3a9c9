import { StreamError } from "../../events/index.ts";
import { asText, dig } from "../../wire/index.ts";
import { retryAfterIn, statusIn } from "./retry-after.ts";

/** A provider's message for an error, and its own name for it. */
export interface Explanation {
  readonly detail: string;
  readonly type: string | undefined;
}

/** The explanation in a text: in any of the providers' shapes if it is JSON, else the text itself. */
export function explanationIn(text: string): Explanation {
  return explanationOf(jsonIn(text)) ?? { detail: text, type: undefined };
}

/** The parsed JSON; `undefined` if the text is not JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The explanation in an error as providers write it. The error is the value itself or its `error`, `errors` or
 * `response.error`, also of the first element of a list (Gemini) and one inside another (as Anthropic's SDK throws
 * it). It is text, or has one as `message`, `detail`, `error_message` or `msg`; or is MiniMax's `base_resp`.
 *
 * @returns `undefined` if it is none of them.
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
  const text = wordsIn(error);
  if (text !== undefined) return text;
  for (const field of DETAIL_FIELDS) {
    const value = dig(error, field);
    // FastAPI sends a list of problems, or any object.
    const words = wordsIn(value) ?? wordsIn(dig(value, "message")) ?? jsonOf(value);
    if (words !== undefined) return words;
  }
  return undefined;
}

const TYPE_FIELDS = ["type", "status", "code", "Code", "error_code", "status_code"] as const;

function typeOf(error: unknown): string | undefined {
  for (const field of TYPE_FIELDS) {
    const type = wordsIn(dig(error, field));
    // That is the event's type.
    if (type !== undefined && type !== "error") return type;
  }
  return undefined;
}

function wordsIn(value: unknown): string | undefined {
  const text = asText(value);
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** An object or a list with something in it, as JSON. */
function jsonOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || isEmptyObject(value)) return undefined;
  return JSON.stringify(value);
}

/** The failure of an error that came inside a stream, with status 200 before it. */
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
 * The error that a message of an answer reports, in whatever shape; `undefined` if the message reports none.
 *
 * With or beside parts of an answer only a named error counts: `error` with something in it, or MiniMax's
 * `base_resp` with a status other than 0. A message without any part of an answer is also an error by
 * `{object: "error"}`, `{type: "error"}`, `{detail}`, `{error_message}`, `{errors}`; by `{message}` or `{msg}` with a
 * code or with a type that is not an event's; and by an HTTP status from 400.
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
  if (error !== undefined && isReported(error)) return !isPart || !isEmptyObject(error);
  const status = dig(message, "base_resp", "status_code");
  if (status !== undefined && status !== 0) return true;
  return !isPart && isFlatError(message);
}

/** `""`, `false`, `null` and 0 mean no error. */
function isReported(error: unknown): boolean {
  return error !== "" && error !== false && error !== null && error !== 0;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** What parts of an answer have on one wire or another, and errors never have. */
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

/** Whether a message has a part of an answer in it, on any wire. */
export function isPartOfAnswer(message: unknown): boolean {
  // Of every message: a closure for each would be collected as garbage.
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
  if (ERROR_FIELDS.some((field) => hasWords(dig(message, field)))) return true;
  const isOfEvent = type !== undefined && !ERROR_TYPE.test(asText(type) ?? "");
  if (!MESSAGE_FIELDS.some((field) => wordsIn(dig(message, field)) !== undefined)) {
    // An event may carry a code that the model wrote.
    return type === undefined && statusIn(message) !== undefined;
  }
  const code = CODE_FIELDS.map((field) => dig(message, field)).find(isKnown);
  return code === undefined ? !isOfEvent : isErrorCode(code);
}

/** Fields that only errors have, in one API or another: FastAPI's, Baidu's, Cloudflare's. */
const ERROR_FIELDS = ["detail", "error_message", "errorMessage", "error_msg", "errors"] as const;

/** Fields that may carry an error's message. */
const MESSAGE_FIELDS = ["message", "Message", "msg"] as const;

function hasWords(value: unknown): boolean {
  return wordsIn(value) !== undefined || jsonOf(value) !== undefined;
}

/** As in `server_error`, `BadRequestError` and `ThrottlingException`, and in no event's name. */
const ERROR_TYPE = /error$|exception$/iu;

function isErrorCode(code: unknown): boolean {
  const number = typeof code === "string" ? Number(code) : code;
  if (typeof number === "number" && !Number.isNaN(number)) return number !== 0 && number !== 200;
  return wordsIn(code) !== undefined;
}
