import type { ErrorResponse, FailedRequest } from "../dialect.ts";

export function openAiErrorResponse(
  status: number,
  message: string,
  { reason }: Pick<FailedRequest, "reason">,
): ErrorResponse {
  const code = reason === "context-length" ? "context_length_exceeded" : codeOf(status);
  return { body: { error: { message, type: typeOf(status), param: null, code } } };
}

function typeOf(status: number): string {
  if (status === 429) return "requests";
  return status < 500 ? "invalid_request_error" : "server_error";
}

function codeOf(status: number): string | null {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 404:
      return "model_not_found";
    case 429:
      return "rate_limit_exceeded";
    default:
      return null;
  }
}
