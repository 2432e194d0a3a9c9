import type { SimulatedAnswer } from "../answer/simulated-answer.ts";

/** What a stream is a stream of. */
export const streamKinds = ["chat", "completion", "audio", "realtime"] as const;

/** One of {@link streamKinds}. */
export type StreamKind = (typeof streamKinds)[number];

/** One piece of a generated stream, before it is put on any wire. */
export interface StreamChunk {
  readonly streamId: string;
  readonly kind: StreamKind;
  readonly model: string;
  /** When the stream began, in milliseconds since 1970. */
  readonly startedAtWallMs: number;
  /** Its place in the stream, from 0. */
  readonly index: number;
  /** When it was made, in milliseconds from the beginning of the stream. */
  readonly atMs: number;
  /** How many tokens it holds. */
  readonly tokens: number;
  readonly delta: StreamDelta;
}

/** What is new in a chunk. */
export type StreamDelta =
  | { readonly type: "start"; readonly role: "assistant" }
  | { readonly type: "text" | "reasoning" | "refusal"; readonly text: string }
  | {
      readonly type: "tool-call";
      /** The place of the call in the answer's list. */
      readonly call: number;
      readonly id: string;
      readonly name: string;
      /** Whether nothing of the call has come before. */
      readonly begins: boolean;
      /** A piece of the arguments, as JSON. */
      readonly text: string;
    }
  /** 16-bit samples at 24 kHz, little-endian, one channel; and the words that they say. */
  | { readonly type: "audio"; readonly transcript: string; readonly bytes: Uint8Array }
  | {
      readonly type: "end";
      readonly finish: SimulatedAnswer["finish"];
      readonly rawFinish: SimulatedAnswer["rawFinish"];
      readonly inputTokens: number;
      readonly outputTokens: number;
    };

/** What a reader sees of a delta: its text, or the words that are said; empty where there are none. */
export function textOfDelta(delta: StreamDelta): string {
  switch (delta.type) {
    case "text":
    case "refusal":
      return delta.text;
    case "audio":
      return delta.transcript;
    case "start":
    case "reasoning":
    case "tool-call":
    case "end":
      return "";
  }
}
