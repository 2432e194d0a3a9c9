import { awsEventStreamParser } from "../../src/wire/index.ts";

/** One frame, as tests look at it. */
export interface ReadFrame {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads a stream of AWS's binary frames, with their checksums. */
export function framesIn(bytes: Uint8Array): ReadFrame[] {
  return awsEventStreamParser()
    .push(bytes)
    .map(({ headers, body }) => ({ headers, body: new TextDecoder().decode(body) }));
}

/** The events of a stream by their type, without what only fills them up. */
export function eventsIn(bytes: Uint8Array): [type: string | undefined, event: unknown][] {
  return framesIn(bytes).map(({ headers, body }) => {
    const { p: _filling, ...event } = JSON.parse(body);
    return [headers[":event-type"] ?? headers[":exception-type"], event];
  });
}
