import type { ErrorResponse, FailedRequest } from "../dialect.ts";

export function anthropicErrorResponse(
  status: number,
  message: string,
  { id }: FailedRequest,
): ErrorResponse {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
  return { body: { type: "error", error: { type, message }, request_id: id } };
}

/** @see {@link https://platform.claude.com/docs/en/api/errors} */
const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};
