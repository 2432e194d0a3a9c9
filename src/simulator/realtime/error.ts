import { messageOf } from "../../events/index.ts";
import type { RealtimeEvent } from "./event.ts";

/** What a client of a session did wrong, in one line. */
export class RealtimeMistake extends RangeError {
  override readonly name = "RealtimeMistake";
  /** The wire's own word for it. */
  readonly code: string;

  constructor(message: string, code = "invalid_value") {
    super(message);
    this.code = code;
  }
}

/**
 * Tells a client what it did wrong; its session goes on.
 *
 * @param eventId The client's own, where it gave one.
 */
export function mistakeEvent(error: unknown, eventId: string | undefined): RealtimeEvent {
  return {
    type: "error",
    error: {
      type: "invalid_request_error",
      code: error instanceof RealtimeMistake ? error.code : null,
      message: messageOf(error),
      param: null,
      event_id: eventId ?? null,
    },
  };
}
