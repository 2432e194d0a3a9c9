import type { SimulatedToolCall } from "../answer/simulated-answer.ts";
import { type Speaker, spokenAudio } from "../answer/spoken-audio.ts";
import { encodeBase64 } from "../../events/index.ts";
import type { RealtimeEvent } from "./event.ts";

export interface ItemPosition {
  readonly responseId: string;
  readonly itemId: string;
  readonly outputIndex: number;
  /** The item before it; `null` for the first item, `undefined` outside the conversation. */
  readonly previousItemId: string | null | undefined;
}

export interface OutputItem {
  readonly id: string;
  start(): readonly RealtimeEvent[];
  delta(text: string): readonly RealtimeEvent[];
  end(status: ItemStatus): readonly RealtimeEvent[];
  /** Returns the item as sent so far. */
  json(status: ItemStatus): object;
  readonly text: string;
}

export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** Creates a message: text, or audio with a transcript if there is a speaker. */
export function messageItem(position: ItemPosition, speaker: Speaker | undefined): OutputItem {
  const texts: string[] = [];
  const text = () => texts.join("");
  const ids = { ...idsOf(position), content_index: 0 };
  const part = () =>
    speaker === undefined ? { type: "text", text: text() } : { type: "audio", transcript: text() };

  const json = (status: ItemStatus) => ({
    ...itemOf(position, status),
    type: "message",
    role: "assistant",
    content: status === "in_progress" ? [] : [{ ...part(), type: `output_${part().type}` }],
  });

  return {
    id: position.itemId,
    start: () => [
      ...addedEvents(position, json("in_progress")),
      { type: "response.content_part.added", ...ids, part: part() },
    ],
    delta(delta) {
      texts.push(delta);
      if (speaker === undefined) return [{ type: "response.output_text.delta", ...ids, delta }];
      const audio = encodeBase64(spokenAudio(delta, speaker));
      return [
        { type: "response.output_audio_transcript.delta", ...ids, delta },
        { type: "response.output_audio.delta", ...ids, delta: audio },
      ];
    },
    end: (status) => [
      ...(speaker === undefined
        ? [{ type: "response.output_text.done", ...ids, text: text() }]
        : [
            { type: "response.output_audio.done", ...ids },
            { type: "response.output_audio_transcript.done", ...ids, transcript: text() },
          ]),
      { type: "response.content_part.done", ...ids, part: part() },
      ...doneEvents(position, json(status)),
    ],
    json,
    get text() {
      return text();
    },
  };
}

export function callItem(position: ItemPosition, { id, name }: SimulatedToolCall): OutputItem {
  const texts: string[] = [];
  const text = () => texts.join("");
  const ids = { ...idsOf(position), call_id: id };
  const json = (status: ItemStatus) => ({
    ...itemOf(position, status),
    type: "function_call",
    name,
    call_id: id,
    arguments: text(),
  });

  return {
    id: position.itemId,
    start: () => addedEvents(position, json("in_progress")),
    delta(delta) {
      texts.push(delta);
      if (delta === "") return [];
      return [{ type: "response.function_call_arguments.delta", ...ids, delta }];
    },
    end: (status) => [
      { type: "response.function_call_arguments.done", ...ids, name, arguments: text() },
      ...doneEvents(position, json(status)),
    ],
    json,
    get text() {
      return text();
    },
  };
}

function idsOf({ responseId, itemId, outputIndex }: ItemPosition): object {
  return { response_id: responseId, item_id: itemId, output_index: outputIndex };
}

function itemOf({ itemId }: ItemPosition, status: ItemStatus): object {
  return { id: itemId, object: "realtime.item", status };
}

function addedEvents(position: ItemPosition, item: object): RealtimeEvent[] {
  return [
    outputEvent("response.output_item.added", position, item),
    ...conversationEvents("conversation.item.added", position, item),
  ];
}

function doneEvents(position: ItemPosition, item: object): RealtimeEvent[] {
  return [
    ...conversationEvents("conversation.item.done", position, item),
    outputEvent("response.output_item.done", position, item),
  ];
}

function outputEvent(
  type: string,
  { responseId, outputIndex }: ItemPosition,
  item: object,
): RealtimeEvent {
  return { type, response_id: responseId, output_index: outputIndex, item };
}

function conversationEvents(
  type: string,
  { previousItemId }: ItemPosition,
  item: object,
): RealtimeEvent[] {
  return previousItemId === undefined ? [] : [{ type, previous_item_id: previousItemId, item }];
}
