import { dig } from "../../wire/index.ts";
import type { Encoder, Frame } from "../dialects/dialect.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { callItem, type ItemStatus, messageItem, type OutputItem } from "./output-item.ts";
import type { EventWriter, RealtimeEvent } from "./event.ts";
import { AUDIO_FORMAT, speakerIn } from "./settings.ts";

/** How a response is to be said. */
export interface ResponseOptions {
  readonly id: string;
  /** The session's settings, with what was asked of this response. */
  readonly asked: object;
  /** `null` where the response is beside the conversation. */
  readonly conversationId: string | null;
  /** The last item before the response; `null` where there is none, `undefined` beside the conversation. */
  readonly previousItemId: string | null | undefined;
  readonly write: EventWriter;
  /** An item has been said to its end, or as far as it came. */
  onItem(item: OutputItem, status: ItemStatus): void;
}

/** Puts an answer on the realtime wire; may be told that nobody wants the rest. */
export interface ResponseEncoder extends Encoder {
  /** What comes when the response is accepted, long before its first token. */
  created(): Frame;
  /** What comes instead of the rest. */
  cancelled(): readonly Frame[];
}

type ResponseStatus = "in_progress" | "completed" | "incomplete" | "cancelled" | "failed";

/** An encoder for one response. Its frames are lines, one event each. */
export function responseEncoder(answer: SimulatedAnswer, style: ResponseOptions): ResponseEncoder {
  const output: object[] = [];
  let open: { readonly item: OutputItem; readonly call: number | undefined } | undefined;
  const speaker = speakerIn(style.asked);
  let { previousItemId } = style;
  let sent = 0;
  let spoken = 0;

  const frames = (events: readonly RealtimeEvent[]): string[] =>
    events.map((event) => `${style.write(event)}\n`);

  function begin(call: number | undefined): { events: readonly RealtimeEvent[]; item: OutputItem } {
    const place = {
      responseId: style.id,
      itemId: `item_${style.id}_${output.length}`,
      outputIndex: output.length,
      previousItemId,
    };
    const made = call === undefined ? undefined : answer.toolCalls[call];
    const item = made === undefined ? messageItem(place, speaker) : callItem(place, made);
    open = { item, call };
    return { events: item.begin(), item };
  }

  function end(status: "completed" | "incomplete"): readonly RealtimeEvent[] {
    if (open === undefined) return [];
    const { item } = open;
    open = undefined;
    output.push(item.whole(status));
    if (previousItemId !== undefined) previousItemId = item.id;
    style.onItem(item, status);
    return item.end(status);
  }

  function itemFor({ part }: SimulatedToken) {
    const call = part.kind === "tool-call" ? part.call : undefined;
    if (open !== undefined && open.call === call) return { events: [], item: open.item };
    const before = end("completed");
    const { events, item } = begin(call);
    return { events: [...before, ...events], item };
  }

  const response = (status: ResponseStatus) => ({
    object: "realtime.response",
    id: style.id,
    status,
    status_details: status === "in_progress" ? null : detailsOf(status),
    output: [...output],
    conversation_id: style.conversationId,
    ...voiceOf(speaker),
    max_output_tokens: dig(style.asked, "max_output_tokens") ?? "inf",
    usage: status === "in_progress" ? null : usageOf(answer, { sent, spoken }),
    metadata: dig(style.asked, "metadata") ?? null,
  });

  const done = (status: ResponseStatus) => [{ type: "response.done", response: response(status) }];

  return {
    created: () =>
      `${style.write({ type: "response.created", response: response("in_progress") })}\n`,
    first: () => [],
    token(token) {
      sent++;
      // The wire does not show thoughts.
      if (token.part.kind === "reasoning") return [];
      if (token.part.kind !== "tool-call" && speaker !== undefined) spoken++;
      const { events, item } = itemFor(token);
      return frames([...events, ...item.delta(token.text)]);
    },
    last() {
      const status = answer.finish === "length" ? "incomplete" : "completed";
      return frames([...end(status), ...done(status)]);
    },
    cancelled: () => frames([...end("incomplete"), ...done("cancelled")]),
    error: (message) =>
      frames([
        { type: "error", error: { ...SERVER_ERROR, message, param: null, event_id: null } },
        ...end("incomplete"),
        ...done("failed"),
      ]).join(""),
    malformed: () => '{"type":"response.output_text.delta","delta":"\n',
    whole: () => response("completed"),
  };
}

const SERVER_ERROR = { type: "server_error", code: null };

function detailsOf(status: ResponseStatus): object {
  switch (status) {
    case "incomplete":
      return { type: status, reason: "max_output_tokens" };
    case "cancelled":
      return { type: status, reason: "client_cancelled" };
    case "failed":
      return { type: status, error: SERVER_ERROR };
    case "completed":
    case "in_progress":
      return { type: status };
  }
}

function voiceOf(speaker: Speaker | undefined): object {
  if (speaker === undefined) return { output_modalities: ["text"] };
  const output = { format: AUDIO_FORMAT, voice: speaker.voice };
  return { output_modalities: ["audio"], audio: { output } };
}

function usageOf(
  { promptTokens, cachedTokens }: SimulatedAnswer,
  { sent, spoken }: { readonly sent: number; readonly spoken: number },
): object {
  return {
    total_tokens: promptTokens + sent,
    input_tokens: promptTokens,
    output_tokens: sent,
    input_token_details: {
      text_tokens: promptTokens,
      audio_tokens: 0,
      image_tokens: 0,
      cached_tokens: cachedTokens,
      cached_tokens_details: { text_tokens: cachedTokens, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: sent - spoken, audio_tokens: spoken },
  };
}
