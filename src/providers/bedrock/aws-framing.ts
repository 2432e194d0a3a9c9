import type { StreamError } from "../../events/index.ts";
import { type AwsMessage, awsEventStreamParser, parseJson } from "../../wire/index.ts";
import { explanationIn, providerError } from "../decode/explanation.ts";
import type { Framing } from "../decode/framing.ts";

/** One event of an answer by AWS. */
export interface AwsEvent {
  /** Its name: a member of what AWS's documents call the output stream. */
  readonly type: string | undefined;
  readonly body: unknown;
}

/** Events with a JSON body, in AWS's binary frames. */
export const awsFraming: Framing<AwsMessage> = {
  accepts: ["application/vnd.amazon.eventstream"],
  parser: () => awsEventStreamParser(),
  /** @throws {StreamError} `provider-error` for an exception or an error; `malformed-payload`. */
  payload({ headers, body }): AwsEvent {
    const text = decoder.decode(body);
    const type = headers[":event-type"];
    switch (headers[":message-type"]) {
      case "exception":
        throw reported(headers[":exception-type"], text);
      case "error":
        throw reported(headers[":error-code"], headers[":error-message"] ?? text);
      default:
        // Proxies send exceptions as events, named as in the service's list of events.
        if (type?.endsWith("Exception") === true) throw reported(type, text);
        return { type, body: parseJson(text) };
    }
  },
};

const decoder = new TextDecoder();

function reported(type: string | undefined, text: string): StreamError {
  const { detail } = explanationIn(text);
  const isBare = /^\s*(?:\{\s*\}\s*)?$/u.test(detail);
  return providerError({
    message: isBare ? (type ?? "an exception without a message") : detail,
    type,
  });
}
