import { dig } from "../../wire/index.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import type { Encoder, Frame } from "../dialects/dialect.ts";
import type { EventWriter, RealtimeEvent } from "./event.ts";
import { callItem, type ItemStatus, messageItem, type OutputItem } from "./output-item.ts";
import { AUDIO_FORMAT } from "./settings.ts";

export interface ResponseOptions {
  readonly id: string;
  /** The session's settings, changed by those of the response. */
  readonly settings: object;
  /** `undefined` for text. */
  readonly speaker: Speaker | undefined;
  /** `null` if the response is outside the conversation. */
  readonly conversationId: string | null;
  /** The last item before the response; `null` if there is none, `undefined` outside the conversation. */
  readonly previousItemId: string | null | undefined;
  readonly write: EventWriter;
  onItem(item: OutputItem, status: ItemStatus): void;
}

export interface ResponseEncoder extends Encoder {
  /** Returns the event of an accepted response, which is sent long before the first token. */
  created(): Frame;
  /** Returns the frames that replace the rest of a cancelled response. */
  cancelled(): readonly Frame[];
}

type ResponseStatus = "in_progress" | "completed" | "incomplete" | "cancelled" | "failed";

/** Encodes one response. Its frames are lines, one event each. */
export function responseEncoder(
  answer: SimulatedAnswer,
  options: ResponseOptions,
): ResponseEncoder {
  const { speaker, settings } = options;
  const output: object[] = [];
  let open: { readonly item: OutputItem; readonly call: number | undefined } | undefined;
  let { previousItemId } = options;
  let sent = 0;
  let spoken = 0;

  const frames = (events: readonly RealtimeEvent[]): string[] =>
    events.map((event) => `${options.write(event)}\n`);

  function newItem(call: number | undefined): OutputItem {
    const position = {
      responseId: options.id,
      itemId: `item_${options.id}_${output.length}`,
      outputIndex: output.length,
      previousItemId,
    };
    const toolCall = call === undefined ? undefined : answer.toolCalls[call];
    return toolCall === undefined ? messageItem(position, speaker) : callItem(position, toolCall);
  }

  function end(status: "completed" | "incomplete"): readonly RealtimeEvent[] {
    if (open === undefined) return [];
    const { item } = open;
    open = undefined;
    output.push(item.json(status));
    if (previousItemId !== undefined) previousItemId = item.id;
    options.onItem(item, status);
    return item.end(status);
  }

  function delta({ part, text }: SimulatedToken): readonly RealtimeEvent[] {
    const call = part.kind === "tool-call" ? part.call : undefined;
    if (open !== undefined && open.call === call) return open.item.delta(text);
    const ended = end("completed");
    const item = newItem(call);
    open = { item, call };
    return [...ended, ...item.start(), ...item.delta(text)];
  }

  const response = (status: ResponseStatus) => ({
    object: "realtime.response",
    id: options.id,
    status,
    status_details: STATUS_DETAILS[status],
    output: [...output],
    conversation_id: options.conversationId,
    ...modalitiesOf(speaker),
    max_output_tokens: dig(settings, "max_output_tokens") ?? "inf",
    usage: status === "in_progress" ? null : usageOf(answer, { sent, spoken }),
    metadata: dig(settings, "metadata") ?? null,
  });

  const done = (status: ResponseStatus) => [{ type: "response.done", response: response(status) }];

  return {
    created: () =>
      `${options.write({ type: "response.created", response: response("in_progress") })}\n`,
    first: () => [],
    token(token) {
      sent++;
      // The API does not show reasoning.
      if (token.part.kind === "reasoning") return [];
      if (token.part.kind !== "tool-call" && speaker !== undefined) spoken++;
      return frames(delta(token));
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

const STATUS_DETAILS: Readonly<Record<ResponseStatus, object | null>> = {
  in_progress: null,
  completed: { type: "completed" },
  incomplete: { type: "incomplete", reason: "max_output_tokens" },
  cancelled: { type: "cancelled", reason: "client_cancelled" },
  failed: { type: "failed", error: SERVER_ERROR },
};

function modalitiesOf(speaker: Speaker | undefined): object {
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
