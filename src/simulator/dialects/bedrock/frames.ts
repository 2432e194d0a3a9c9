import { awsEventStreamFrame } from "../../../wire/index.ts";

/** The type of a stream of AWS's binary frames. */
export const BEDROCK_CONTENT_TYPE = "application/vnd.amazon.eventstream";

const JSON_BODY = { ":content-type": "application/json" };

/** One event of an answer, as a binary frame. */
export function eventFrame(type: string, payload: object): Uint8Array {
  const json = JSON.stringify(payload);
  return frame(type, JSON.stringify({ ...payload, p: paddingFor(json.length) }));
}

/** A frame that is whole, whose payload is cut off. */
export function malformedFrame(type: string, json: string): Uint8Array {
  return frame(type, json);
}

/** An error in the middle of an answer. */
export function exceptionFrame(type: string, message: string): Uint8Array {
  return awsEventStreamFrame(
    { ":exception-type": type, ...JSON_BODY, ":message-type": "exception" },
    encoder.encode(JSON.stringify({ message })),
  );
}

function frame(type: string, json: string): Uint8Array {
  return awsEventStreamFrame(
    { ":event-type": type, ...JSON_BODY, ":message-type": "event" },
    encoder.encode(json),
  );
}

const encoder = new TextEncoder();

const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/**
 * AWS fills each event up with a piece of the alphabet, so that sizes on the wire do not tell tokens. Here
 * the piece follows from the event's own length: the same answer has the same bytes.
 */
function paddingFor(lengthChars: number): string {
  return PADDING.slice(0, 1 + ((lengthChars * 29) % PADDING.length));
}
