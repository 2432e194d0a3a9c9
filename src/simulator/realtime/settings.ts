import { isJsonObject } from "../json-object.ts";
import { asList, asText, dig } from "../../wire/index.ts";
import { openAiToolChoice } from "../dialects/openai/tool-choice.ts";
import {
  positiveIntegerIn,
  numberIn,
  objectIn,
  toolsIn,
  invalidField,
} from "../dialects/requests/fields.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { SAMPLE_RATE_HZ, type Speaker } from "../answer/spoken-audio.ts";

export const AUDIO_FORMAT = { type: "audio/pcm", rate: SAMPLE_RATE_HZ };

/** Returns the settings of a new session. There is no turn detection: the client controls turns. */
export function initialSettings(id: string, model: string): object {
  return {
    type: "realtime",
    object: "realtime.session",
    id,
    model,
    output_modalities: ["audio"],
    instructions: "",
    tools: [],
    tool_choice: "auto",
    max_output_tokens: "inf",
    audio: {
      input: {
        format: AUDIO_FORMAT,
        transcription: null,
        noise_reduction: null,
        turn_detection: null,
      },
      output: { format: AUDIO_FORMAT, voice: "alloy", speed: 1 },
    },
  };
}

/** Merges changes into settings: nested objects field by field, other values are replaced. */
export function mergeSettings(settings: unknown, changes: unknown): object {
  if (!isJsonObject(changes)) return isJsonObject(settings) ? settings : {};
  const result: Record<string, unknown> = { ...(isJsonObject(settings) ? settings : {}) };
  for (const [name, value] of Object.entries(changes)) {
    if (name === "__proto__") continue;
    result[name] = isJsonObject(value) ? mergeSettings(result[name], value) : value;
  }
  return result;
}

/**
 * Reads the voice; `undefined` if the answer is text. Also accepts the older field `modalities`.
 *
 * @throws {SimulationError} When a field is invalid.
 */
export function speakerIn(settings: unknown): Speaker | undefined {
  if (!modalitiesIn(settings).includes("audio")) return undefined;
  const output = objectIn(objectIn(settings, "audio"), "output");
  const voice = dig(output, "voice");
  return {
    voice: asText(voice) ?? asText(dig(voice, "id")) ?? "alloy",
    speed: Math.min(1.5, Math.max(0.25, numberIn(output, "speed") ?? 1)),
  };
}

function modalitiesIn(settings: unknown): readonly string[] {
  const field = dig(settings, "modalities") ?? dig(settings, "output_modalities");
  const values = asList(field);
  const known = values.flatMap((value) => MODALITIES.find((one) => one === value) ?? []);
  if (known.length > 0 && known.length === values.length) return known;
  throw invalidField("output_modalities", "a list of text or audio", field);
}

const MODALITIES = ["text", "audio"] as const;

/** Checks the settings that a response uses. @throws {SimulationError} When a field is invalid. */
export function requireAnswerable(settings: unknown): void {
  requestOptionsIn(settings);
  speakerIn(settings);
}

/** Reads the length limit and tools. @throws {SimulationError} When a field is invalid. */
export function requestOptionsIn(
  settings: unknown,
): Pick<SimulatedRequest, "maxTokens" | "tools" | "toolChoice"> {
  const isLimited = dig(settings, "max_output_tokens") !== "inf";
  return {
    maxTokens: isLimited ? positiveIntegerIn(settings, "max_output_tokens") : undefined,
    tools: toolsIn(settings, "tools"),
    toolChoice: openAiToolChoice(settings, "name"),
  };
}
