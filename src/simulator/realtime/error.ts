import { messageOf } from "../../events/index.ts";
import type { RealtimeEvent } from "./event.ts";

/** What a client of a session did wrong, in one line. */
export class RealtimeError extends RangeError {
  override readonly name = "RealtimeError";
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
