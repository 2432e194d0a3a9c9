import type { Sink } from "../delivery/sink.ts";
import type { Generation } from "../dialects/dialect.ts";
import { type RealtimeConversation, realtimeConversation } from "./conversation.ts";
import type { ConversationItem } from "./conversation-item.ts";
import { type EventWriter, eventWriter, type RealtimeEvent } from "./event.ts";
import type { MessageSink } from "./message-sink.ts";
import type { ResponseEncoder } from "./response.ts";
import { initialSettings } from "./settings.ts";

export interface RealtimeHost {
  /** Without the prefix `sess_`. */
  readonly id: string;
  readonly model: string;
  /** Sends one message per write. */
  readonly connection: Sink;
  seed(): string;
  /** Starts or rejects an answer. @returns The id of its record. */
  generate(generation: Generation, sink: Sink): string;
  cancel(id: string): void;
}

export interface ActiveResponse {
  id: string;
  readonly sink: MessageSink;
  encoder: ResponseEncoder | undefined;
}

export interface SessionState {
  readonly host: RealtimeHost;
  readonly conversation: RealtimeConversation;
  /** Length of the input audio since its last commit, in Base64. Its content is ignored. */
  inputAudioChars: number;
  readonly write: EventWriter;
  settings: object;
  active: ActiveResponse | undefined;
  itemIds: number;
}

export function sessionState(host: RealtimeHost): SessionState {
  return {
    host,
    conversation: realtimeConversation(),
    inputAudioChars: 0,
    write: eventWriter(host.id),
    settings: initialSettings(`sess_${host.id}`, host.model),
    active: undefined,
    itemIds: 0,
  };
}

export function send({ host, write }: SessionState, ...events: readonly RealtimeEvent[]): void {
  for (const event of events) host.connection.write(write(event));
}

export function nextItemId(state: SessionState): string {
  return `item_${state.host.id}_${++state.itemIds}`;
}

export function addItem(state: SessionState, item: ConversationItem, after?: string): void {
  const about = { previous_item_id: state.conversation.add(item, after), item: item.json };
  send(
    state,
    { type: "conversation.item.added", ...about },
    { type: "conversation.item.done", ...about },
  );
}
