import type { ErrorResponse, FailedRequest } from "../dialect.ts";

export function openAiErrorResponse(
  status: number,
  message: string,
  { reason }: Pick<FailedRequest, "reason">,
): ErrorResponse {
  const code = reason === "context-length" ? "context_length_exceeded" : (CODES[status] ?? null);
  const type = status < 500 ? "invalid_request_error" : "server_error";
  return {
    body: { error: { message, type: status === 429 ? "requests" : type, param: null, code } },
  };
}

const CODES: Readonly<Record<number, string>> = {
  401: "invalid_api_key",
  404: "model_not_found",
  429: "rate_limit_exceeded",
};
