import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../answer/simulated-answer.ts";
import { type Speaker, spokenAudio } from "../answer/spoken-audio.ts";
import type { Encoder, Frame } from "../dialects/dialect.ts";
import { chatEncoder } from "../dialects/openai/chat-encoder.ts";
import { DONE_FRAME } from "../dialects/openai/completion-chunks.ts";
import { completionsEncoder } from "../dialects/openai/completions-encoder.ts";
import { speechEventsEncoder } from "../dialects/openai/speech.ts";
import { responseEncoder } from "../realtime/response.ts";
import type { StreamChunk, StreamDelta, StreamKind } from "./stream-chunk.ts";

type EncodedStream = Pick<StreamChunk, "streamId" | "kind" | "model" | "startedAtWallMs"> & {
  readonly speaker?: Speaker | undefined;
};

type ChunkPayload = Pick<StreamChunk, "delta" | "openAiFrames">;

const DEFAULT_SPEAKER: Speaker = { voice: "alloy", speed: 1 };

/** Whether a kind of stream includes a part: completions and audio are text only, realtime calls tools. */
export function isShown(kind: StreamKind, part: TokenPart): boolean {
  if (part.kind === "reasoning") return kind === "chat";
  return part.kind !== "tool-call" || hasRole(kind);
}

const hasRole = (kind: StreamKind) => kind === "chat" || kind === "realtime";

/** Encodes one answer: deltas, and OpenAI's frames from the encoder of the kind's API. */
export function streamEncoder(answer: SimulatedAnswer, stream: EncodedStream) {
  const { kind, speaker = DEFAULT_SPEAKER } = stream;
  const openAi = openAiEncoder(answer, stream, speaker);
  const startedCalls = new Set<number>();
  const inOrder = lazyInOrder();

  function textDelta(type: "text" | "refusal", text: string): StreamDelta {
    if (kind === "chat" || kind === "completion") return { type, text };
    return {
      type: "audio",
      transcript: text,
      // Made when it is read, as audio is large.
      get bytes() {
        return spokenAudio(text, speaker);
      },
    };
  }

  function deltaOf({ part, text }: SimulatedToken): StreamDelta {
    switch (part.kind) {
      case "text":
      case "refusal":
        return textDelta(part.kind, text);
      case "reasoning":
        return { type: "reasoning", text };
      case "tool-call": {
        const { id = "", name = "" } = answer.toolCalls[part.call] ?? {};
        const begins = !startedCalls.has(part.call);
        startedCalls.add(part.call);
        return { type: "tool-call", call: part.call, id, name, begins, text };
      }
    }
  }

  return {
    /** Returns the opening chunk, if streams of the kind have one. */
    start(): ChunkPayload | undefined {
      const openAiFrames = inOrder(() => openAi.first());
      return hasRole(kind)
        ? { delta: { type: "start", role: "assistant" }, openAiFrames }
        : undefined;
    },
    /** Returns the payload of tokens of one part; `undefined` if the kind does not show the part. */
    chunk(tokens: readonly SimulatedToken[]): ChunkPayload | undefined {
      const [first] = tokens;
      if (first === undefined) return undefined;
      const token = { ...first, text: tokens.map(({ text }) => text).join("") };
      // A word of audio is a tone, so audio keeps its tokens apart; hidden tokens count for usage.
      const isAudio = kind === "audio" || kind === "realtime";
      const openAiFrames = inOrder(() => (isAudio ? tokens : [token]).flatMap(openAi.token));
      return isShown(kind, first.part) ? { delta: deltaOf(token), openAiFrames } : undefined;
    },
    end(outputTokens: number): ChunkPayload {
      const { finish, rawFinish, promptTokens: inputTokens } = answer;
      return {
        delta: { type: "end", finish, rawFinish, inputTokens, outputTokens },
        // The formatter ends every stream itself.
        openAiFrames: inOrder(() => openAi.last().filter((frame) => frame !== DONE_FRAME)),
      };
    },
  };
}

/** Encodes frames when their text is read, after all frames before them, as encoders have a state. */
function lazyInOrder() {
  const encodings: (() => readonly Frame[])[] = [];
  const texts: string[] = [];
  return (encode: () => readonly Frame[]) => {
    const index = encodings.push(encode) - 1;
    return () => {
      for (const next of encodings.slice(texts.length, index + 1)) {
        const frames = next().filter((frame) => typeof frame === "string");
        texts.push(frames.join(""));
      }
      return texts[index] ?? "";
    };
  };
}

function openAiEncoder(
  answer: SimulatedAnswer,
  { kind, streamId: id, model, startedAtWallMs: createdAtWallMs }: EncodedStream,
  speaker: Speaker,
): Pick<Encoder, "first" | "token" | "last"> {
  const identity = { id, createdAtWallMs };
  const style = { model, usage: "none", logprobs: undefined } as const;
  switch (kind) {
    case "chat":
      return chatEncoder({ ...style, isAzure: false, timings: false }, answer, identity);
    case "completion":
      return completionsEncoder({ ...style, echoes: [] }, answer, identity);
    case "audio":
      return speechEventsEncoder({ speaker, format: "pcm" }, answer);
    case "realtime": {
      const encoder = responseEncoder(answer, {
        id: `resp_${id}`,
        settings: {},
        speaker,
        conversationId: null,
        previousItemId: undefined,
        write: (event) => `data: ${JSON.stringify(event)}\n`,
        onItem: () => undefined,
      });
      return { ...encoder, first: () => [encoder.created()] };
    }
  }
}
