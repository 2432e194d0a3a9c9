import { asText, dig } from "../../../wire/index.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import type { Speaker } from "../../answer/spoken-audio.ts";
import { tokensOf } from "../../answer/tokens.ts";
import type { ModelAndSeed } from "./parameters.ts";
import { numberIn, enumIn, invalidField } from "../requests/fields.ts";

/** The API's own limit. */
const LONGEST_INPUT_CHARS = 4_096;

/** The formats that can be made without a codec. */
export const SPEECH_FORMATS = ["pcm", "wav"] as const;

/** What a body of speech asks. */
export interface SpeechRequest {
  readonly request: SimulatedRequest;
  readonly speaker: Speaker;
  readonly format: (typeof SPEECH_FORMATS)[number];
  /** As the bytes of a file, or in events. */
  readonly streamFormat: "audio" | "sse";
}

/**
 * Reads what a body of speech asks.
 *
 * @throws {SimulationError} When there is nothing to say, or nobody to say it, or a field is not what it must
 * be. Compressed formats are refused, and with them a body that names none: mp3 is the API's default.
 */
export function readSpeechRequest(body: unknown, { model, seed }: ModelAndSeed): SpeechRequest {
  const input = asText(dig(body, "input")) ?? "";
  if (input === "" || input.length > LONGEST_INPUT_CHARS) {
    throw invalidField("input", `text of 1 to ${LONGEST_INPUT_CHARS} characters`, input.length);
  }
  return {
    request: {
      model,
      // To the letter, whatever is in it.
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
  const given = dig(body, "voice");
  const voice = asText(given) ?? asText(dig(given, "id"));
  if (voice !== undefined && voice !== "") return voice;
  throw invalidField("voice", 'a name or { "id" }', given);
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
