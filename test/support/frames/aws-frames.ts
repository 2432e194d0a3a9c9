import { awsEventStreamFrame } from "../../../src/wire/index.ts";

/** An AWS event, with its headers in AWS's order. */
export function awsEvent(type: string, body: unknown): Uint8Array {
  return awsMessage(
    { ":event-type": type, ":content-type": "application/json", ":message-type": "event" },
    JSON.stringify(body),
  );
}

/** An AWS error in a stream. */
export function awsException(type: string, body: unknown): Uint8Array {
  return awsMessage(
    { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" },
    JSON.stringify(body),
  );
}

export function awsMessage(headers: Readonly<Record<string, string>>, text: string): Uint8Array {
  return awsEventStreamFrame(headers, new TextEncoder().encode(text));
}

export const AWS_EVENT_STREAM = "application/vnd.amazon.eventstream";
