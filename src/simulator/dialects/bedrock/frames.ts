import { awsEventStreamFrame } from "../../../wire/index.ts";

export const BEDROCK_CONTENT_TYPE = "application/vnd.amazon.eventstream";

const JSON_BODY = { ":content-type": "application/json" };

export function eventFrame(type: string, payload: object): Uint8Array {
  const json = JSON.stringify(payload);
  return bedrockFrame(type, JSON.stringify({ ...payload, p: paddingFor(json.length) }));
}

export function exceptionFrame(type: string, message: string): Uint8Array {
  return awsEventStreamFrame(
    { ":exception-type": type, ...JSON_BODY, ":message-type": "exception" },
    encoder.encode(JSON.stringify({ message })),
  );
}

/** Encodes a frame, whose payload may be truncated. */
export function bedrockFrame(type: string, json: string): Uint8Array {
  return awsEventStreamFrame(
    { ":event-type": type, ...JSON_BODY, ":message-type": "event" },
    encoder.encode(json),
  );
}

const encoder = new TextEncoder();

const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/**
 * AWS pads each event with a random part of the alphabet, so that frame sizes do not reveal tokens. Here the
 * padding depends on the event's length, so that equal answers have equal bytes.
 */
function paddingFor(lengthChars: number): string {
  return PADDING.slice(0, 1 + ((lengthChars * 29) % PADDING.length));
}
