/** One event of the realtime wire, without its own id. */
export interface RealtimeEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Gives an event its id and makes it one message. */
export type EventWriter = (event: RealtimeEvent) => string;

/** Numbers the events of one session from 1, so that the same session has the same bytes. */
export function eventWriter(sessionId: string): EventWriter {
  let events = 0;
  return (event) => JSON.stringify({ event_id: `event_${sessionId}_${++events}`, ...event });
}
