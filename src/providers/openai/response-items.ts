import { asCount, asList, asText, dig } from "../../wire/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";
import type { AnswerKind } from "../decode/finish-reason.ts";
import { asWord } from "../decode/as-word.ts";

/** Puts the items of a response together: messages, reasoning and calls, each with events of its own. */
export interface ResponseItems {
  /** What to do with an event, by its type. */
  readonly readers: readonly (readonly [type: string, read: (event: unknown) => void])[];
  /** What the answer has been so far. */
  readonly kind: AnswerKind;
  /** Reads the whole output, which comes with the end, for the kinds of items that have not come before. */
  complete(output: readonly unknown[]): void;
}

/** The lists of parts in an item: a message's text, a reasoning item's summary and its content. */
type PartKind = "text" | "summary" | "content";

const ITEM_TYPES = { text: "message", summary: "reasoning", content: "reasoning" } as const;

interface Item {
  readonly key: number;
  /**
   * Which of its parts have been written. Events that sum them up, at the end of a part and of the item, may then be
   * passed over.
   */
  readonly streamed: Set<string>;
  done: boolean;
}

/**
 * An event belongs to the item of its index. Proxies are seen (GitHub's) that give an item another id in
 * each event, and imitations that send no index: so the id counts only where there is no index, and where
 * it is not known, the item that is open. Whatever was not streamed of an item is taken from the whole
 * that comes at its end, so that nothing is lost and nothing is shown twice.
 */
export function responseItems(writer: AnswerWriter): ResponseItems {
  const byIndex = new Map<number, Item>();
  const byId = new Map<string, Item>();
  let latest: Item | undefined;
  let items = 0;
  let refused = false;
  let calledTools = false;
  /** The types of items of which something has been written. */
  const written = new Set<string>();

  function create(): Item {
    latest = { key: items++, streamed: new Set(), done: false };
    return latest;
  }

  function known(index: number | undefined, id: string | undefined): Item | undefined {
    const same = id === undefined ? undefined : byId.get(id);
    if (index !== undefined) return byIndex.get(index) ?? same;
    return same ?? (latest?.done === false ? latest : undefined);
  }

  /** @param isNew Whether the event says that its item begins. */
  function itemOf(event: unknown, isNew = false): Item {
    const index = asCount(dig(event, "output_index"));
    const id = asWord(dig(event, "item_id")) ?? asWord(dig(event, "item", "id"));
    const item = (isNew ? undefined : known(index, id)) ?? create();
    if (index !== undefined) byIndex.set(index, item);
    if (id !== undefined) byId.set(id, item);
    return item;
  }

  function show(kind: PartKind, event: unknown): void {
    itemOf(event).streamed.add(partOf(kind, event));
    showText(kind, asText(dig(event, "delta")));
  }

  function showText(kind: PartKind, text: string | undefined): void {
    if (text !== undefined && text !== "") written.add(ITEM_TYPES[kind]);
    writer.show(kind === "text" ? "text" : "reasoning", text);
  }

  /** A part once more, and whole. */
  function completePart(kind: PartKind, event: unknown): void {
    const { streamed } = itemOf(event);
    const part = partOf(kind, event);
    if (isStreamed(streamed, part)) return;
    streamed.add(part);
    showText(kind, asText(dig(event, "text")));
  }

  function showRefusal(text: string | undefined): void {
    refused ||= text !== undefined;
    showText("text", text);
  }

  function startCall({ key }: Item, call: unknown): void {
    if (writer.isToolOpen(key)) return;
    calledTools = true;
    written.add("function_call");
    const id = asWord(dig(call, "call_id")) ?? asWord(dig(call, "id")) ?? `call-${key}`;
    writer.startTool(key, { id, name: asWord(dig(call, "name")) ?? "" });
  }

  function addArguments({ key, streamed }: Item, text: string | undefined): void {
    if (!writer.isToolOpen(key)) return;
    if (text !== undefined && text !== "") streamed.add("arguments");
    writer.addArguments(key, text);
  }

  /** The arguments once more, and whole. */
  function completeArguments(item: Item, text: string | undefined): void {
    if (!item.streamed.has("arguments")) addArguments(item, text);
  }

  function endMessage({ streamed }: Item, message: unknown): void {
    for (const [place, part] of asList(dig(message, "content")).entries()) {
      if (isStreamed(streamed, `text-${place}`)) continue;
      showText("text", asText(dig(part, "text")));
      showRefusal(asWord(dig(part, "refusal")));
      writer.endBlock();
    }
    writer.endBlock();
  }

  function endReasoning({ streamed }: Item, reasoning: unknown): void {
    for (const kind of ["summary", "content"] as const) {
      for (const [place, part] of asList(dig(reasoning, kind)).entries()) {
        if (isStreamed(streamed, `${kind}-${place}`)) continue;
        showText(kind, asText(dig(part, "text")));
        writer.endBlock();
      }
    }
    writer.endBlock();
  }

  function endCall(item: Item, call: unknown): void {
    startCall(item, call);
    completeArguments(item, asText(dig(call, "arguments")));
    writer.endTool(item.key);
  }

  const ends = new Map([
    ["message", endMessage],
    ["reasoning", endReasoning],
    ["function_call", endCall],
  ]);

  function endItem(event: unknown): void {
    const item = itemOf(event);
    const whole = dig(event, "item");
    if (!item.done) ends.get(asText(dig(whole, "type")) ?? "")?.(item, whole);
    item.done = true;
  }

  function beginItem(event: unknown): void {
    const item = itemOf(event, true);
    const begun = dig(event, "item");
    if (dig(begun, "type") !== "function_call") return;
    startCall(item, begun);
    addArguments(item, asText(dig(begun, "arguments")));
  }

  return {
    readers: [
      ["response.output_item.added", beginItem],
      ["response.output_item.done", endItem],
      ["response.output_text.delta", (event) => show("text", event)],
      ["response.output_text.done", (event) => completePart("text", event)],
      ["response.reasoning_text.delta", (event) => show("content", event)],
      ["response.reasoning_text.done", (event) => completePart("content", event)],
      ["response.reasoning_summary_text.delta", (event) => show("summary", event)],
      ["response.reasoning_summary_text.done", (event) => completePart("summary", event)],
      ["response.content_part.done", writer.endBlock],
      ["response.reasoning_summary_part.done", writer.endBlock],
      [
        "response.refusal.delta",
        (event) => {
          itemOf(event).streamed.add(partOf("text", event));
          showRefusal(asWord(dig(event, "delta")));
        },
      ],
      [
        "response.refusal.done",
        (event) => {
          const { streamed } = itemOf(event);
          const part = partOf("text", event);
          if (!isStreamed(streamed, part)) showRefusal(asWord(dig(event, "refusal")));
          streamed.add(part);
        },
      ],
      [
        "response.function_call_arguments.delta",
        (event) => addArguments(itemOf(event), asText(dig(event, "delta"))),
      ],
      [
        "response.function_call_arguments.done",
        (event) => completeArguments(itemOf(event), asText(dig(event, "arguments"))),
      ],
    ],
    complete(output) {
      const missing = output.filter((item) => !written.has(asText(dig(item, "type")) ?? ""));
      for (const item of missing) ends.get(asText(dig(item, "type")) ?? "")?.(create(), item);
    },
    get kind() {
      return { refused, calledTools };
    },
  };
}

/** The name of a part; of all parts if the event does not name one. */
function partOf(kind: PartKind, event: unknown): string {
  const place = asCount(dig(event, kind === "summary" ? "summary_index" : "content_index"));
  return place === undefined ? kind : `${kind}-${place}`;
}

function isStreamed(streamed: ReadonlySet<string>, part: string): boolean {
  const [kind = ""] = part.split("-");
  return streamed.has(part) || streamed.has(kind);
}
