import { awsEventStreamParser } from "../../../src/wire/index.ts";

/** A decoded frame. */
export interface ReadFrame {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Parses AWS's binary frames and checks their checksums. */
export function framesIn(bytes: Uint8Array): ReadFrame[] {
  return awsEventStreamParser()
    .push(bytes)
    .map(({ headers, body }) => ({ headers, body: new TextDecoder().decode(body) }));
}

/** The events of a stream with their types, without their padding. */
export function eventsIn(bytes: Uint8Array): [type: string | undefined, event: unknown][] {
  return framesIn(bytes).map(({ headers, body }) => {
    const { p: _padding, ...event } = JSON.parse(body);
    return [headers[":event-type"] ?? headers[":exception-type"], event];
  });
}
