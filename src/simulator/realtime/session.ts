import { asText, dig, parseJson } from "../../wire/index.ts";
import type { Generation } from "../dialects/dialect.ts";
import { numberIn, objectIn, objectsIn, requiredObjectIn } from "../dialects/requests/fields.ts";
import type { Sink } from "../delivery/sink.ts";
import { type InputAudioBuffer, inputAudioBuffer } from "./input-audio-buffer.ts";
import { type MessageSink, messageSink } from "./message-sink.ts";
import { realtimeConversation } from "./conversation.ts";
import { type ConversationItem, promptFromItems, readItem } from "./conversation-item.ts";
import { eventWriter, type RealtimeEvent } from "./event.ts";
import { errorEvent, RealtimeError } from "./error.ts";
import { type ResponseEncoder, responseEncoder } from "./response.ts";
import { mergeSettings, initialSettings, requireAnswerable, requestOptionsIn } from "./settings.ts";

/** What a session needs of the provider that it is with. */
export interface RealtimeHost {
  /** Without what says that it is a session's. */
  readonly id: string;
  readonly model: string;
  /** Takes one message a write. */
  readonly connection: Sink;
  /** Of an answer's chances. */
  seed(): string;
  /** Begins an answer, or refuses it. @returns The id of the record of it. */
  generate(generation: Generation, sink: Sink): string;
  cancel(id: string): void;
}

/** What is being said. */
interface ActiveResponse {
  id: string;
  readonly sink: MessageSink;
  encoder: ResponseEncoder | undefined;
}

/**
 * A session of OpenAI's realtime wire: items are added to a conversation, and responses to it are streamed at
 * the times of the model's profile, one after the other. Turns are the client's: nothing is said before
 * `response.create`.
 *
 * @returns Takes one message of the client's.
 */
export function realtimeSession(outside: RealtimeHost): (message: string) => void {
  const { connection, model } = outside;
  const write = eventWriter(outside.id);
  const conversationId = `conv_${outside.id}`;
  const audio: InputAudioBuffer = inputAudioBuffer();
  let settings = initialSettings(`sess_${outside.id}`, model);
  const items = realtimeConversation();
  let added = 0;
  let speaking: ActiveResponse | undefined;

  const send = (...events: readonly RealtimeEvent[]) => {
    for (const event of events) connection.write(write(event));
  };

  const freshId = () => `item_${outside.id}_${++added}`;

  function add(item: ConversationItem, after?: string): void {
    const about = { previous_item_id: items.add(item, after), item: item.whole };
    send({ type: "conversation.item.added", ...about });
    send({ type: "conversation.item.done", ...about });
  }

  const itemIn = (event: unknown) => items.named(dig(event, "item_id"));

  /** An item that a client gives, or reminds of. */
  function itemOf(given: unknown): ConversationItem {
    if (dig(given, "type") === "item_reference") return items.named(dig(given, "id"));
    return readItem(given, freshId());
  }

  function respond(event: unknown): void {
    if (speaking !== undefined) {
      throw new RealtimeError(
        "Conversation already has an active response in progress",
        "conversation_already_has_active_response",
      );
    }
    const asked = mergeSettings(settings, objectIn(event, "response"));
    requireAnswerable(asked);
    const input = objectsIn(asked, "input");
    const said = dig(asked, "input") === undefined ? items.all : input.map(itemOf);
    const sink = messageSink(connection, () => {
      speaking = undefined;
    });
    const now: ActiveResponse = { id: "", sink, encoder: undefined };
    speaking = now;
    now.id = outside.generate(generationOf(asked, { said, now }), sink);
  }

  function generationOf(
    asked: object,
    { said, now }: { readonly said: readonly ConversationItem[]; readonly now: ActiveResponse },
  ): Generation {
    const isKept = dig(asked, "conversation") !== "none";
    return {
      kind: "generation",
      request: {
        model,
        ...promptFromItems(said, asText(dig(asked, "instructions")) ?? ""),
        ...requestOptionsIn(asked),
        reasoningTokens: 0,
        seed: outside.seed(),
      },
      delivery: "stream",
      contentType: "application/jsonl",
      encoder(answer, { id }) {
        now.encoder = responseEncoder(answer, {
          id: `resp_${id}`,
          asked,
          conversationId: isKept ? conversationId : null,
          previousItemId: isKept ? items.lastId : undefined,
          write,
          onItem(item, status) {
            const whole = item.whole(status);
            const by = "call_id" in whole ? "call" : "assistant";
            if (isKept) items.add({ id: item.id, by, text: item.text, whole });
          },
        });
        // At once, as the response is accepted: its first token is not due yet.
        now.sink.write(now.encoder.created());
        return now.encoder;
      },
    };
  }

  function cancel(): void {
    if (speaking === undefined) {
      throw new RealtimeError(
        "Cancellation failed: no active response found",
        "response_cancel_not_active",
      );
    }
    const { id, sink, encoder } = speaking;
    outside.cancel(id);
    for (const frame of encoder?.cancelled() ?? []) sink.write(frame);
  }

  const handlers: Readonly<Record<string, (event: unknown) => void>> = {
    "session.update"(event) {
      const fixed = { id: dig(settings, "id"), model };
      const next = mergeSettings(settings, { ...requiredObjectIn(event, "session"), ...fixed });
      // Now, and not with the next response.
      requireAnswerable(next);
      settings = next;
      send({ type: "session.updated", session: settings });
    },
    "conversation.item.create"(event) {
      add(readItem(dig(event, "item"), freshId()), asText(dig(event, "previous_item_id")));
    },
    "conversation.item.retrieve": (event) =>
      send({ type: "conversation.item.retrieved", item: itemIn(event).whole }),
    "conversation.item.delete"(event) {
      const item = itemIn(event);
      items.remove(item);
      send({ type: "conversation.item.deleted", item_id: item.id });
    },
    "conversation.item.truncate"(event) {
      const item = itemIn(event);
      items.silence(item);
      send({
        type: "conversation.item.truncated",
        item_id: item.id,
        content_index: numberIn(event, "content_index") ?? 0,
        audio_end_ms: numberIn(event, "audio_end_ms") ?? 0,
      });
    },
    "input_audio_buffer.append": (event) => audio.append(asText(dig(event, "audio"))),
    "input_audio_buffer.clear"() {
      audio.clear();
      send({ type: "input_audio_buffer.cleared" });
    },
    "input_audio_buffer.commit"() {
      const item = readItem(audio.commit(), freshId());
      const about = { previous_item_id: items.lastId, item_id: item.id };
      send({ type: "input_audio_buffer.committed", ...about });
      add(item);
    },
    "response.create": respond,
    "response.cancel": cancel,
  };

  connection.onDisconnect(() => speaking?.sink.leave());
  send({ type: "session.created", session: settings });

  return (message) => {
    let event: unknown;
    try {
      event = parseJson(message);
      const type = asText(dig(event, "type")) ?? "";
      const handle = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
      if (handle === undefined) {
        const known = Object.keys(handlers).join(", ");
        throw new RealtimeError(
          `Cannot take the event as its type must be one of ${known}: current value is "${type}"`,
        );
      }
      handle(event);
    } catch (error) {
      send(errorEvent(error, asText(dig(event, "event_id"))));
    }
  };
}
