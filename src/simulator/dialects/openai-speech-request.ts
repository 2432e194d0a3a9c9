import { asNumber, asText, dig } from "../../wire/index.ts";
import type { SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import type { Speaker } from "../spoken-audio.ts";
import { tokensOf } from "../tokens.ts";
import type { AskedOf } from "./openai-chat-request.ts";

/** The API's own limit. */
const LONGEST_INPUT_CHARS = 4_096;

/** The formats that can be made without a codec. */
export const SPEECH_FORMATS = ["pcm", "wav"] as const;

/** What a body of speech asks. */
export interface SpeechAsked {
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
export function readSpeechRequest(body: unknown, { model, seed }: AskedOf): SpeechAsked {
  const input = asText(dig(body, "input")) ?? "";
  if (input === "" || input.length > LONGEST_INPUT_CHARS) {
    throw refusal("input", `text of 1 to ${LONGEST_INPUT_CHARS} characters`, `${input.length}`);
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
    format: wordIn(body, "response_format", { words: SPEECH_FORMATS, usual: undefined }),
    streamFormat: wordIn(body, "stream_format", { words: ["audio", "sse"], usual: "audio" }),
  };
}

function voiceIn(body: unknown): string {
  const given = dig(body, "voice");
  const voice = asText(given) ?? asText(dig(given, "id"));
  if (voice !== undefined && voice !== "") return voice;
  throw refusal("voice", 'a name or { "id" }', JSON.stringify(given));
}

function speedIn(body: unknown): number {
  const given = dig(body, "speed") ?? 1;
  const speed = asNumber(given);
  if (speed !== undefined && speed >= 0.25 && speed <= 4) return speed;
  throw refusal("speed", "a number from 0.25 to 4", JSON.stringify(given));
}

function wordIn<Word extends string>(
  body: unknown,
  name: string,
  { words, usual }: { readonly words: readonly Word[]; readonly usual: Word | undefined },
): Word {
  const given = dig(body, name) ?? undefined;
  const word = given === undefined ? usual : words.find((one) => one === given);
  if (word !== undefined) return word;
  throw refusal(name, `one of ${words.join(", ")}`, JSON.stringify(given));
}

function refusal(name: string, rule: string, value: string | undefined): SimulationError {
  return new SimulationError(
    `Cannot speak as "${name}" must be ${rule}: current value is ${value}`,
  );
}
