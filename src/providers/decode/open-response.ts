import { StreamError } from "../../events/index.ts";
import type { ReadAhead } from "../../wire/index.ts";

/** An answer that has begun to come, with its body being read. */
export interface OpenResponse {
  readonly body: ReadAhead;
  readonly headers: Headers;
  /** Whether its content type is one of the expected ones. Servers get it wrong, so it is only a hint. */
  readonly isLabelled: boolean;
  /** Keys: removed from all texts of the server and the platform. */
  readonly secrets: readonly string[];
}

/** The failure of an answer of another content type than expected. */
export function wrongContentType(headers: Headers): StreamError {
  const contentType = headers.get("content-type") ?? undefined;
  return new StreamError({ code: "wrong-content-type", contentType });
}
