import { messageOf } from "../../events/index.ts";

/** One event of the realtime API, without its id. */
export interface RealtimeEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export type EventWriter = (event: RealtimeEvent) => string;

/** Numbers the events of one session from 1, so that equal sessions send equal bytes. */
export function eventWriter(sessionId: string): EventWriter {
  let events = 0;
  return (event) => JSON.stringify({ event_id: `event_${sessionId}_${++events}`, ...event });
}

export class RealtimeError extends RangeError {
  override readonly name = "RealtimeError";
  readonly code: string;

  constructor(message: string, code = "invalid_value") {
    super(message);
    this.code = code;
  }
}

/**
 * Returns the event that reports an error; the session continues.
 *
 * @param eventId The id of the client's event, if it had one.
 */
export function errorEvent(error: unknown, eventId: string | undefined): RealtimeEvent {
  return {
    type: "error",
    error: {
      type: "invalid_request_error",
      code: error instanceof RealtimeError ? error.code : null,
      message: messageOf(error),
      param: null,
      event_id: eventId ?? null,
    },
  };
}
