import type { StreamError } from "../events/index.ts";
import { type AwsMessage, awsEventStreamParser, parseJson } from "../wire/index.ts";
import { explanationIn, providerError } from "./explanation.ts";
import type { Framing } from "./framing.ts";

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
  /** @throws {StreamError} `provider-error` for an exception, which is a message of its own; `malformed-payload`. */
  payload({ headers, body }): AwsEvent {
    const text = decoder.decode(body);
    switch (headers[":message-type"]) {
      case "exception":
        throw reported(headers[":exception-type"], explanationIn(text).detail);
      case "error":
        throw reported(headers[":error-code"], headers[":error-message"] ?? text);
      default:
        return { type: headers[":event-type"], body: parseJson(text) };
    }
  },
};

const decoder = new TextDecoder();

function reported(type: string | undefined, said: string): StreamError {
  const detail = said === "" ? (type ?? "") : said;
  return providerError({ message: detail, ...(type === undefined ? {} : { type }) });
}
