import type { StreamFailure } from "../events/index.ts";
import { asCount, asNumber, asText, dig } from "../wire/index.ts";

/** One reader for each code: a code that is added to the vocabulary does not compile until it has one. */
const readers: {
  readonly [Code in StreamFailure["code"]]: (
    value: unknown,
  ) => Extract<StreamFailure, { readonly code: Code }> | undefined;
} = {
  "http-status": (value) => {
    const status = asCount(dig(value, "status"));
    if (status === undefined) return undefined;
    return {
      code: "http-status",
      status,
      detail: asText(dig(value, "detail")),
      type: asText(dig(value, "type")),
      retryAfterMs: asNumber(dig(value, "retryAfterMs")),
      shouldRetry: readBoolean(dig(value, "shouldRetry")),
    };
  },
  "connection-failed": (value) => ({
    code: "connection-failed",
    url: asText(dig(value, "url")) ?? "",
    cause: asText(dig(value, "cause")) ?? "",
  }),
  "connection-lost": (value) => {
    const receivedBytes = asCount(dig(value, "receivedBytes"));
    if (receivedBytes === undefined) return undefined;
    return { code: "connection-lost", receivedBytes, cause: asText(dig(value, "cause")) ?? "" };
  },
  "malformed-payload": (value) => {
    const payload = asText(dig(value, "payload"));
    return payload === undefined ? undefined : { code: "malformed-payload", payload };
  },
  "malformed-frame": (value) => {
    const problem = asText(dig(value, "problem"));
    return problem === undefined ? undefined : { code: "malformed-frame", problem };
  },
  "wrong-content-type": (value) => ({
    code: "wrong-content-type",
    contentType: asText(dig(value, "contentType")),
  }),
  "provider-error": (value) => {
    const detail = asText(dig(value, "detail"));
    if (detail === undefined) return undefined;
    return {
      code: "provider-error",
      detail,
      type: asText(dig(value, "type")),
      status: asCount(dig(value, "status")),
      retryAfterMs: asNumber(dig(value, "retryAfterMs")),
    };
  },
  "empty-answer": () => ({ code: "empty-answer" }),
  "deadline-exceeded": (value) => {
    const deadline = deadlines.find((known) => known === dig(value, "deadline"));
    const deadlineMs = asNumber(dig(value, "deadlineMs"));
    if (deadline === undefined || deadlineMs === undefined) return undefined;
    return { code: "deadline-exceeded", deadline, deadlineMs };
  },
  "too-large": (value) => {
    const limitBytes = asCount(dig(value, "limitBytes"));
    return limitBytes === undefined ? undefined : { code: "too-large", limitBytes };
  },
  unexpected: (value) => {
    const detail = asText(dig(value, "detail"));
    return detail === undefined ? undefined : { code: "unexpected", detail };
  },
};

const deadlines = ["first-token", "idle", "total"] as const;

/**
 * A failure that came as JSON. One that cannot be understood, of a later version perhaps, becomes
 * `unexpected` and keeps its code: that a stream failed is never lost.
 */
export function readFailure(value: unknown): StreamFailure {
  const code = asText(dig(value, "code"));
  const known = code !== undefined && isKnown(code) ? readers[code](value) : undefined;
  return known ?? { code: "unexpected", detail: code ?? "The failure is not known" };
}

function readBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function isKnown(code: string): code is StreamFailure["code"] {
  return Object.hasOwn(readers, code);
}
