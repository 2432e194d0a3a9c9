import type { SimulatedAnswer } from "../answer/simulated-answer.ts";

/** The APIs that a stream can imitate. */
export const streamKinds = ["chat", "completion", "audio", "realtime"] as const;

/** The API that a stream imitates. */
export type StreamKind = (typeof streamKinds)[number];

/** One chunk of a generated stream. */
export interface StreamChunk {
  readonly streamId: string;
  readonly kind: StreamKind;
  readonly model: string;
  /** When the stream began, in milliseconds since 1970. */
  readonly startedAtWallMs: number;
  readonly index: number;
  /** Milliseconds since the stream began. */
  readonly atMs: number;
  readonly tokens: number;
  readonly delta: StreamDelta;
  /** Encodes the same delta as OpenAI's API sends it, as server-sent events. */
  openAiFrames(): string;
}

/** The new content of a chunk. */
export type StreamDelta =
  | { readonly type: "start"; readonly role: "assistant" }
  | { readonly type: "text" | "reasoning" | "refusal"; readonly text: string }
  | {
      readonly type: "tool-call";
      readonly call: number;
      readonly id: string;
      readonly name: string;
      readonly begins: boolean;
      /** A fragment of the arguments, as JSON. */
      readonly text: string;
    }
  /** 16-bit samples at 24 kHz, little-endian, one channel, with the transcript. */
  | { readonly type: "audio"; readonly transcript: string; readonly bytes: Uint8Array }
  | {
      readonly type: "end";
      readonly finish: SimulatedAnswer["finish"];
      readonly rawFinish: SimulatedAnswer["rawFinish"];
      readonly inputTokens: number;
      readonly outputTokens: number;
    };

/** Returns the answer text or the transcript of a delta; empty for other deltas. */
export function textOfDelta(delta: StreamDelta): string {
  if (delta.type === "audio") return delta.transcript;
  return delta.type === "text" || delta.type === "refusal" ? delta.text : "";
}
