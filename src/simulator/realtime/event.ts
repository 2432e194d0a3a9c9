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
