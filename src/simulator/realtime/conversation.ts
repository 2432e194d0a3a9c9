import { asList, asText, dig } from "../../wire/index.ts";
import type { ConversationItem } from "./conversation-item.ts";
import { RealtimeError } from "./error.ts";

/** The items of one session's conversation, in their order. */
export interface RealtimeConversation {
  readonly all: readonly ConversationItem[];
  /** `null` where there is none. */
  readonly lastId: string | null;
  /**
   * Adds an item at the end, or after another; after `root` is the beginning.
   *
   * @returns The id of the item before it.
   * @throws {RealtimeError} When the other is not there.
   */
  add(item: ConversationItem, after?: string): string | null;
  /** @throws {RealtimeError} When it is not there. */
  named(id: unknown): ConversationItem;
  remove(item: ConversationItem): void;
  /**
   * Takes the words out of an answer: nobody knows which of them were heard.
   *
   * @throws {RealtimeError} When it is not an answer.
   */
  silence(item: ConversationItem): void;
}

/** A conversation in which nothing has been said. */
export function realtimeConversation(): RealtimeConversation {
  let items: readonly ConversationItem[] = [];

  return {
    get all() {
      return items;
    },
    get lastId() {
      return items.at(-1)?.id ?? null;
    },
    add(item, after) {
      const at = after === undefined ? items.length : items.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && after !== "root" && at === 0) throw notThere(after);
      items = items.toSpliced(at, 0, item);
      return items[at - 1]?.id ?? null;
    },
    named(given) {
      const id = asText(given) ?? "";
      const item = items.find((one) => one.id === id);
      if (item === undefined) throw notThere(id);
      return item;
    },
    remove(item) {
      items = items.filter((one) => one !== item);
    },
    silence(item) {
      if (item.by !== "assistant") {
        throw new RealtimeError(
          `Cannot truncate the item as it must be the assistant's message: current value is "${item.id}"`,
        );
      }
      items = items.map((one) => (one === item ? silent(item) : one));
    },
  };
}

function silent(item: ConversationItem): ConversationItem {
  const content = asList(dig(item.whole, "content")).map((part) => ({
    type: dig(part, "type"),
    transcript: "",
  }));
  return { ...item, text: "", whole: { ...item.whole, content } };
}

function notThere(id: string): RealtimeError {
  return new RealtimeError(
    `Cannot find the item as it must be in the conversation: current value is "${id}"`,
    "item_not_found",
  );
}
