import { asList, asText, dig } from "../../wire/index.ts";
import type { ConversationItem } from "./conversation-item.ts";
import { RealtimeError } from "./event.ts";

export type RealtimeConversation = ReturnType<typeof realtimeConversation>;

export function realtimeConversation() {
  let items: readonly ConversationItem[] = [];

  return {
    get all() {
      return items;
    },
    /** `null` for an empty conversation. */
    get lastId(): string | null {
      return items.at(-1)?.id ?? null;
    },
    /**
     * Adds an item at the end, or after another item; after `root` is the beginning.
     *
     * @returns The id of the item before it.
     * @throws {RealtimeError} When there is no such item.
     */
    add(item: ConversationItem, after?: string): string | null {
      const at = after === undefined ? items.length : items.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && after !== "root" && at === 0) throw itemNotFound(after);
      items = items.toSpliced(at, 0, item);
      return items[at - 1]?.id ?? null;
    },
    /** @throws {RealtimeError} When there is no such item. */
    find(value: unknown): ConversationItem {
      const id = asText(value) ?? "";
      const item = items.find((one) => one.id === id);
      if (item === undefined) throw itemNotFound(id);
      return item;
    },
    remove(item: ConversationItem): void {
      items = items.filter((one) => one !== item);
    },
    /**
     * Clears the transcript of an answer, as it is unknown which part of it was heard.
     *
     * @throws {RealtimeError} When the item is not an answer.
     */
    clearTranscript(item: ConversationItem): void {
      if (item.role !== "assistant") {
        throw new RealtimeError(
          `Cannot truncate the item as it must be the assistant's message: current value is "${item.id}"`,
        );
      }
      items = items.map((one) => (one === item ? withoutTranscript(item) : one));
    },
  };
}

function withoutTranscript(item: ConversationItem): ConversationItem {
  const content = asList(dig(item.json, "content")).map((part) => ({
    type: dig(part, "type"),
    transcript: "",
  }));
  return { ...item, text: "", json: { ...item.json, content } };
}

function itemNotFound(id: string): RealtimeError {
  return new RealtimeError(
    `Cannot find the item as it must be in the conversation: current value is "${id}"`,
    "item_not_found",
  );
}
