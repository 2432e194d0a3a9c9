import { messageOf } from "../../events/index.ts";
import type { RealtimeEvent } from "./event.ts";

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
