import { encodeBase64 } from "../../events/index.ts";
import type { SimulatedToolCall } from "../answer/simulated-answer.ts";
import { type Speaker, spokenAudio } from "../answer/spoken-audio.ts";
import type { RealtimeEvent } from "./event.ts";

/** Where an item is. */
export interface ItemPosition {
  readonly responseId: string;
  readonly itemId: string;
  readonly outputIndex: number;
  /** What comes before it in the conversation; `null` at its beginning, `undefined` beside it. */
  readonly previousItemId: string | null | undefined;
}

/** One item of a response while it is said: which events tell of it. */
export interface OutputItem {
  readonly id: string;
  begin(): readonly RealtimeEvent[];
  delta(text: string): readonly RealtimeEvent[];
  end(status: ItemStatus): readonly RealtimeEvent[];
  /** The item itself, as far as it has been said. */
  whole(status: ItemStatus): object;
  /** All that was said in it. */
  readonly text: string;
}

/** How far an item has come. */
export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** Words: as text, or as audio with its transcript where there is a speaker. */
export function messageItem(place: ItemPosition, speaker: Speaker | undefined): OutputItem {
  const pieces: string[] = [];
  const said = () => pieces.join("");
  const about = { ...namesOf(place), content_index: 0 };
  const part = () =>
    speaker === undefined ? { type: "text", text: said() } : { type: "audio", transcript: said() };

  const whole = (status: ItemStatus) => ({
    ...itemOf(place, status),
    type: "message",
    role: "assistant",
    content: status === "in_progress" ? [] : [{ ...part(), type: `output_${part().type}` }],
  });

  return {
    id: place.itemId,
    begin: () => [
      ...addedEvents(place, whole("in_progress")),
      { type: "response.content_part.added", ...about, part: part() },
    ],
    delta(text) {
      pieces.push(text);
      if (speaker === undefined) {
        return [{ type: "response.output_text.delta", ...about, delta: text }];
      }
      const audio = encodeBase64(spokenAudio(text, speaker));
      return [
        { type: "response.output_audio_transcript.delta", ...about, delta: text },
        { type: "response.output_audio.delta", ...about, delta: audio },
      ];
    },
    end: (status) => [
      ...(speaker === undefined
        ? [{ type: "response.output_text.done", ...about, text: said() }]
        : [
            { type: "response.output_audio.done", ...about },
            { type: "response.output_audio_transcript.done", ...about, transcript: said() },
          ]),
      { type: "response.content_part.done", ...about, part: part() },
      ...doneEvents(place, whole(status)),
    ],
    whole,
    get text() {
      return said();
    },
  };
}

/** A call of a function. */
export function callItem(place: ItemPosition, { id, name }: SimulatedToolCall): OutputItem {
  const pieces: string[] = [];
  const about = { ...namesOf(place), call_id: id };
  const said = () => pieces.join("");
  const whole = (status: ItemStatus) => ({
    ...itemOf(place, status),
    type: "function_call",
    name,
    call_id: id,
    arguments: said(),
  });

  return {
    id: place.itemId,
    begin: () => addedEvents(place, whole("in_progress")),
    delta(text) {
      pieces.push(text);
      if (text === "") return [];
      return [{ type: "response.function_call_arguments.delta", ...about, delta: text }];
    },
    end: (status) => [
      { type: "response.function_call_arguments.done", ...about, name, arguments: said() },
      ...doneEvents(place, whole(status)),
    ],
    whole,
    get text() {
      return said();
    },
  };
}

function namesOf({ responseId, itemId, outputIndex }: ItemPosition): object {
  return { response_id: responseId, item_id: itemId, output_index: outputIndex };
}

function itemOf({ itemId }: ItemPosition, status: ItemStatus): object {
  return { id: itemId, object: "realtime.item", status };
}

function addedEvents(
  { responseId, outputIndex, previousItemId }: ItemPosition,
  item: object,
): RealtimeEvent[] {
  const place = { response_id: responseId, output_index: outputIndex };
  return [
    { type: "response.output_item.added", ...place, item },
    ...inConversation("conversation.item.added", previousItemId, item),
  ];
}

function doneEvents(
  { responseId, outputIndex, previousItemId }: ItemPosition,
  item: object,
): RealtimeEvent[] {
  const place = { response_id: responseId, output_index: outputIndex };
  return [
    ...inConversation("conversation.item.done", previousItemId, item),
    { type: "response.output_item.done", ...place, item },
  ];
}

function inConversation(
  type: string,
  previousItemId: string | null | undefined,
  item: object,
): RealtimeEvent[] {
  return previousItemId === undefined ? [] : [{ type, previous_item_id: previousItemId, item }];
}
