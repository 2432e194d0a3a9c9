import { asText, dig } from "../../../wire/index.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import type { Speaker } from "../../answer/spoken-audio.ts";
import { tokensOf } from "../../answer/tokens.ts";
import type { ModelAndSeed } from "./parameters.ts";
import { numberIn, enumIn, invalidField } from "../requests/fields.ts";

/** The API's limit. */
const MAX_INPUT_CHARS = 4_096;

export const SPEECH_FORMATS = ["pcm", "wav"] as const;

export interface SpeechRequest {
  readonly request: SimulatedRequest;
  readonly speaker: Speaker;
  readonly format: (typeof SPEECH_FORMATS)[number];
  /** The bytes of the audio, or server-sent events. */
  readonly streamFormat: "audio" | "sse";
}

/**
 * Reads a body of speech.
 *
 * @throws {SimulationError} When there is no input or voice, or a field is invalid. Compressed formats are invalid,
 * and so is a body without a format, as the API's default is mp3.
 */
export function readSpeechRequest(body: unknown, { model, seed }: ModelAndSeed): SpeechRequest {
  const input = asText(dig(body, "input")) ?? "";
  if (input === "" || input.length > MAX_INPUT_CHARS) {
    throw invalidField("input", `a string of 1 to ${MAX_INPUT_CHARS} characters`, input.length);
  }
  return {
    request: {
      model,
      // The input verbatim.
      prompt: `echo: ${input}`,
      promptTokens: tokensOf(input).length,
      reasoningTokens: 0,
      seed,
    },
    speaker: { voice: voiceIn(body), speed: speedIn(body) },
    format: formatIn(body),
    streamFormat: enumIn(body, "stream_format", ["audio", "sse"]) ?? "audio",
  };
}

function voiceIn(body: unknown): string {
  const field = dig(body, "voice");
  const voice = asText(field) ?? asText(dig(field, "id"));
  if (voice !== undefined && voice !== "") return voice;
  throw invalidField("voice", 'a name or { "id" }', field);
}

function speedIn(body: unknown): number {
  const speed = numberIn(body, "speed") ?? 1;
  if (speed >= 0.25 && speed <= 4) return speed;
  throw invalidField("speed", "a number from 0.25 to 4", speed);
}

function formatIn(body: unknown): SpeechRequest["format"] {
  const format = enumIn(body, "response_format", SPEECH_FORMATS);
  if (format !== undefined) return format;
  throw invalidField("response_format", `one of ${SPEECH_FORMATS.join(", ")}`, format);
}
