import { asText, dig } from "../../wire/index.ts";
import { parsedJson } from "../dialects/requests/body.ts";
import { numberIn, requiredObjectIn } from "../dialects/requests/fields.ts";
import { SimulationError } from "../simulation-error.ts";
import { readItem } from "./conversation-item.ts";
import { errorEvent, RealtimeError } from "./event.ts";
import {
  addItem,
  nextItemId,
  type RealtimeHost,
  send,
  type SessionState,
  sessionState,
} from "./session-state.ts";
import { mergeSettings, requireAnswerable } from "./settings.ts";
import { cancelResponse, startResponse } from "./start-response.ts";

const QUOTED_CHARS = 100;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/**
 * Starts a session of OpenAI's realtime API: items are added to a conversation, and its responses are streamed one
 * at a time with the timing of the model's profile. The client controls turns: there is no response before
 * `response.create`.
 *
 * @returns Handles one message of the client.
 */
export function realtimeSession(host: RealtimeHost): (message: string) => void {
  const state = sessionState(host);
  host.connection.onDisconnect(() => state.active?.sink.disconnect());
  send(state, { type: "session.created", session: state.settings });

  return (message) => {
    let event: unknown;
    try {
      event = parsedJson(message);
      if (event === undefined) throw invalidEvent("it must be JSON", message);
      handlerOf(event)(state, event);
    } catch (error) {
      send(state, errorEvent(error, asText(dig(event, "event_id"))));
    }
  };
}

type EventHandler = (state: SessionState, event: unknown) => void;

function handlerOf(event: unknown): EventHandler {
  const type = asText(dig(event, "type")) ?? "";
  const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (handler !== undefined) return handler;
  throw invalidEvent(`its type must be one of ${Object.keys(HANDLERS).join(", ")}`, type);
}

function invalidEvent(rule: string, value: string): RealtimeError {
  const quoted = value.slice(0, QUOTED_CHARS);
  return new RealtimeError(`Cannot take the event as ${rule}: current value is "${quoted}"`);
}

const HANDLERS: Readonly<Record<string, EventHandler>> = {
  "session.update"(state, event) {
    const fixed = { id: dig(state.settings, "id"), model: state.host.model };
    const settings = mergeSettings(state.settings, {
      ...requiredObjectIn(event, "session"),
      ...fixed,
    });
    // Checked here, not with the next response.
    requireAnswerable(settings);
    state.settings = settings;
    send(state, { type: "session.updated", session: settings });
  },
  "conversation.item.create"(state, event) {
    const item = readItem(dig(event, "item"), nextItemId(state));
    addItem(state, item, asText(dig(event, "previous_item_id")));
  },
  "conversation.item.retrieve"(state, event) {
    send(state, { type: "conversation.item.retrieved", item: itemOf(state, event).json });
  },
  "conversation.item.delete"(state, event) {
    const item = itemOf(state, event);
    state.conversation.remove(item);
    send(state, { type: "conversation.item.deleted", item_id: item.id });
  },
  "conversation.item.truncate"(state, event) {
    const item = itemOf(state, event);
    state.conversation.clearTranscript(item);
    send(state, {
      type: "conversation.item.truncated",
      item_id: item.id,
      content_index: numberIn(event, "content_index") ?? 0,
      audio_end_ms: numberIn(event, "audio_end_ms") ?? 0,
    });
  },
  "input_audio_buffer.append"(state, event) {
    const audio = asText(dig(event, "audio"));
    if (audio === undefined || !BASE64.test(audio)) {
      throw new SimulationError('Cannot take the audio as "audio" must be Base64');
    }
    state.inputAudioChars += audio.length;
  },
  "input_audio_buffer.clear"(state) {
    state.inputAudioChars = 0;
    send(state, { type: "input_audio_buffer.cleared" });
  },
  "input_audio_buffer.commit"(state) {
    if (state.inputAudioChars === 0) {
      throw new SimulationError("Cannot commit the audio as the buffer is empty");
    }
    state.inputAudioChars = 0;
    const content = [{ type: "input_audio", transcript: null }];
    const item = readItem({ type: "message", role: "user", content }, nextItemId(state));
    const about = { previous_item_id: state.conversation.lastId, item_id: item.id };
    send(state, { type: "input_audio_buffer.committed", ...about });
    addItem(state, item);
  },
  "response.create": startResponse,
  "response.cancel": cancelResponse,
};

function itemOf({ conversation }: SessionState, event: unknown) {
  return conversation.find(dig(event, "item_id"));
}
