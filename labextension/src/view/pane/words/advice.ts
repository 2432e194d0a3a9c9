import type { StreamFailure } from "millrace/events";

/** What the user can do about a failure. The sentences are complete and follow the failure's description. */
const ADVICE: Readonly<Record<Exclude<StreamFailure["code"], "http-status">, string>> = {
  "connection-failed": "Check the provider’s URL and your network or proxy, then retry.",
  "connection-lost": "The text up to here is kept. Retry for a whole answer.",
  "malformed-payload":
    "The provider or a proxy in between changed the stream. Retry, or check the URL.",
  "malformed-frame":
    "The provider or a proxy in between changed the stream. Retry, or check the URL.",
  "wrong-content-type":
    "The URL may belong to a web page or another API. Check the provider’s URL.",
  "provider-error": "The fault is on the provider’s side. Retry in a moment.",
  "empty-answer": "Retry, or ask in another way.",
  "deadline-exceeded": "Retry, or allow more time with the option `deadlines`.",
  "too-large": "The provider sent a message far larger than any answer. Check the URL.",
  unexpected: "If this is not from your own code, please report it.",
};

const STATUS_ADVICE: Readonly<Record<number, string>> = {
  400: "Check the model’s name and the options of the request.",
  401: "Check the API key: it is missing, mistyped, or has been revoked.",
  402: "Check the credit of the provider’s account.",
  403: "Check that the API key may use this model.",
  404: "Check the model’s name and the provider’s URL.",
  408: "Retry: the provider gave up waiting.",
  413: "Shorten the prompt: it exceeds the provider’s limit.",
  422: "Check the model’s name and the options of the request.",
  429: "Too many requests, or the quota is used up. Wait a moment, then retry.",
  529: "The provider is overloaded. Wait a moment, then retry.",
};

/** Returns what to do about a failure. */
export function adviceFor(failure: StreamFailure): string {
  if (failure.code !== "http-status") return ADVICE[failure.code];
  const { status, retryAfterMs } = failure;
  const advice = STATUS_ADVICE[status] ?? adviceForClass(status);
  if (retryAfterMs === undefined || retryAfterMs === 0) return advice;
  return `${advice} The provider asks to wait ${Math.ceil(retryAfterMs / 1_000)} s.`;
}

function adviceForClass(status: number): string {
  return status >= 500
    ? "The fault is on the provider’s side. Retry in a moment."
    : "Check the options of the request.";
}
