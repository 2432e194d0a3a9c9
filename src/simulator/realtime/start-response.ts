import { asText, dig } from "../../wire/index.ts";
import type { Generation } from "../dialects/dialect.ts";
import { objectIn, objectsIn } from "../dialects/requests/fields.ts";
import { type ConversationItem, promptFromItems, readItem } from "./conversation-item.ts";
import { RealtimeError } from "./event.ts";
import { messageSink } from "./message-sink.ts";
import { responseEncoder } from "./response.ts";
import { type ActiveResponse, nextItemId, type SessionState } from "./session-state.ts";
import { mergeSettings, requestOptionsIn, requireAnswerable, speakerIn } from "./settings.ts";

/**
 * Handles `response.create`.
 *
 * @throws {RealtimeError} When a response is in progress, or an item is not in the conversation.
 * @throws {SimulationError} When a setting is invalid.
 */
export function startResponse(state: SessionState, event: unknown): void {
  if (state.active !== undefined) {
    throw new RealtimeError(
      "Conversation already has an active response in progress",
      "conversation_already_has_active_response",
    );
  }
  const settings = mergeSettings(state.settings, objectIn(event, "response"));
  requireAnswerable(settings);
  const input = objectsIn(settings, "input");
  const items =
    dig(settings, "input") === undefined
      ? state.conversation.all
      : input.map((item) => inputItem(state, item));
  const sink = messageSink(state.host.connection, () => {
    state.active = undefined;
  });
  const active: ActiveResponse = { id: "", sink, encoder: undefined };
  state.active = active;
  active.id = state.host.generate(generationOf(state, settings, { items, active }), sink);
}

function inputItem(state: SessionState, item: unknown): ConversationItem {
  if (dig(item, "type") === "item_reference") return state.conversation.find(dig(item, "id"));
  return readItem(item, nextItemId(state));
}

function generationOf(
  state: SessionState,
  settings: object,
  {
    items,
    active,
  }: { readonly items: readonly ConversationItem[]; readonly active: ActiveResponse },
): Generation {
  const { host, conversation, write } = state;
  const isInConversation = dig(settings, "conversation") !== "none";
  return {
    kind: "generation",
    request: {
      model: host.model,
      ...promptFromItems(items, asText(dig(settings, "instructions")) ?? ""),
      ...requestOptionsIn(settings),
      reasoningTokens: 0,
      seed: host.seed(),
    },
    delivery: "stream",
    contentType: "application/jsonl",
    encoder(answer, { id }) {
      active.encoder = responseEncoder(answer, {
        id: `resp_${id}`,
        settings,
        speaker: speakerIn(settings),
        conversationId: isInConversation ? `conv_${host.id}` : null,
        previousItemId: isInConversation ? conversation.lastId : undefined,
        write,
        onItem(item, status) {
          if (!isInConversation) return;
          const json = item.json(status);
          const role = "call_id" in json ? "call" : "assistant";
          conversation.add({ id: item.id, role, text: item.text, json });
        },
      });
      // Sent when the response is accepted, before its first token is due.
      active.sink.write(active.encoder.created());
      return active.encoder;
    },
  };
}

/** Handles `response.cancel`. @throws {RealtimeError} When no response is in progress. */
export function cancelResponse({ active, host }: SessionState): void {
  if (active === undefined) {
    throw new RealtimeError(
      "Cancellation failed: no active response found",
      "response_cancel_not_active",
    );
  }
  const { id, sink, encoder } = active;
  host.cancel(id);
  for (const frame of encoder?.cancelled() ?? []) sink.write(frame);
}
