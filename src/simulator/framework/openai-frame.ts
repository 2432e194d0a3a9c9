import { encodeBase64 } from "../../events/index.ts";
import { dataFrame, finishOf } from "../dialects/openai/completion-chunks.ts";
import { type StreamChunk, type StreamDelta, textOfDelta } from "./stream-chunk.ts";

/**
 * A chunk as OpenAI's wire of its kind says it, in server-sent events. Of realtime only what carries something:
 * what tells of places and ends is in the sessions of a server.
 */
export function openAiFrame(chunk: StreamChunk): string {
  return eventsOf(chunk).map(dataFrame).join("");
}

function eventsOf(chunk: StreamChunk): readonly object[] {
  switch (chunk.kind) {
    case "chat":
      return [{ ...about(chunk, "chatcmpl", "chat.completion.chunk"), choices: [choiceOf(chunk)] }];
    case "completion": {
      const text = textOfDelta(chunk.delta);
      const choice = { index: 0, text, logprobs: null, finish_reason: finishIn(chunk.delta) };
      return [{ ...about(chunk, "cmpl", "text_completion"), choices: [choice] }];
    }
    case "audio":
      return speechEvents(chunk.delta);
    case "realtime":
      return realtimeEvents(chunk);
  }
}

function about({ streamId, model, startedAtWallMs }: StreamChunk, prefix: string, object: string) {
  const created = Math.floor(startedAtWallMs / 1000);
  return { id: `${prefix}-${streamId}`, object, created, model };
}

function choiceOf({ delta }: StreamChunk): object {
  return { index: 0, delta: chatDelta(delta), logprobs: null, finish_reason: finishIn(delta) };
}

function chatDelta(delta: StreamDelta): object {
  switch (delta.type) {
    case "start":
      return { role: delta.role, content: "" };
    case "reasoning":
      return { reasoning_content: delta.text };
    case "refusal":
      return { refusal: delta.text };
    case "text":
    case "audio":
      return { content: textOfDelta(delta) };
    case "tool-call": {
      const { call: index, id, name, begins, text } = delta;
      // Once: there are clients that join the names of all pieces.
      const called = begins
        ? { index, id, type: "function", function: { name, arguments: text } }
        : { index, function: { arguments: text } };
      return { tool_calls: [called] };
    }
    case "end":
      return {};
  }
}

function finishIn(delta: StreamDelta): string | null {
  return delta.type === "end" ? finishOf(delta) : null;
}

function usageOf(delta: StreamDelta & { readonly type: "end" }): object {
  const { inputTokens, outputTokens } = delta;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function speechEvents(delta: StreamDelta): readonly object[] {
  if (delta.type === "end") return [{ type: "speech.audio.done", usage: usageOf(delta) }];
  if (delta.type !== "audio") return [];
  return [{ type: "speech.audio.delta", audio: encodeBase64(delta.bytes) }];
}

function realtimeEvents({ streamId, delta }: StreamChunk): readonly object[] {
  const response = { object: "realtime.response", id: `resp_${streamId}` };
  const at = { response_id: response.id, output_index: 0, content_index: 0 };
  switch (delta.type) {
    case "start":
      return [{ type: "response.created", response: { ...response, status: "in_progress" } }];
    case "audio":
      return [
        { type: "response.output_audio_transcript.delta", ...at, delta: delta.transcript },
        { type: "response.output_audio.delta", ...at, delta: encodeBase64(delta.bytes) },
      ];
    case "tool-call":
      return callEvents(delta, response.id);
    case "end": {
      const status = delta.finish === "length" ? "incomplete" : "completed";
      return [{ type: "response.done", response: { ...response, status, usage: usageOf(delta) } }];
    }
    case "text":
    case "refusal":
    case "reasoning":
      return [];
  }
}

function callEvents(
  { call, id, name, begins, text }: StreamDelta & { readonly type: "tool-call" },
  responseId: string,
): readonly object[] {
  const itemId = `item_${responseId}_${call}`;
  const place = { response_id: responseId, output_index: call };
  const item = { id: itemId, type: "function_call", call_id: id, name, arguments: "" };
  const added = { type: "response.output_item.added", ...place, item };
  const callPlace = { ...place, item_id: itemId, call_id: id };
  const said = { type: "response.function_call_arguments.delta", ...callPlace, delta: text };
  return begins ? [added, said] : [said];
}
