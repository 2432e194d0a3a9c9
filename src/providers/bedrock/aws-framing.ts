import type { StreamError } from "../../events/index.ts";
import { type AwsMessage, awsEventStreamParser, parseJson } from "../../wire/index.ts";
import { explanationIn, providerError } from "../decode/explanation.ts";
import type { Framing } from "../decode/framing.ts";

/** One event of an AWS event stream. */
export interface AwsEvent {
  /** A member of the union that AWS documents as the output stream. */
  readonly type: string | undefined;
  readonly body: unknown;
}

/** JSON events in AWS's binary frames. */
export const awsFraming: Framing<AwsMessage> = {
  accepts: ["application/vnd.amazon.eventstream"],
  parser: () => awsEventStreamParser(),
  /** @throws {StreamError} `provider-error` for an exception or an error; `malformed-payload`. */
  payload({ headers, body }): AwsEvent {
    const text = decoder.decode(body);
    const type = headers[":event-type"];
    switch (headers[":message-type"]) {
      case "exception":
        throw exceptionOf(headers[":exception-type"], text);
      case "error":
        throw exceptionOf(headers[":error-code"], headers[":error-message"] ?? text);
      default:
        // Proxies send exceptions as events, under the names of the output stream.
        if (type?.endsWith("Exception") === true) throw exceptionOf(type, text);
        return { type, body: parseJson(text) };
    }
  },
};

const decoder = new TextDecoder();

function exceptionOf(type: string | undefined, text: string): StreamError {
  const { detail } = explanationIn(text);
  const isEmpty = /^\s*(?:\{\s*\}\s*)?$/u.test(detail);
  return providerError({
    message: isEmpty ? (type ?? "an exception without a message") : detail,
    type,
  });
}
