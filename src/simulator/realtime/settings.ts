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

/** The only format that audio has here. */
export const AUDIO_FORMAT = { type: "audio/pcm", rate: SAMPLE_RATE_HZ };

/** What a session is at its beginning. Nobody listens for when the user has spoken: turns are the client's. */
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

/** Settings with changes: objects inside are changed field by field, all else is replaced. */
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
 * Who speaks; `undefined` where the answer is text. The older name of the field is taken too.
 *
 * @throws {SimulationError} When a field is not what it must be.
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
  const given = dig(settings, "modalities") ?? dig(settings, "output_modalities");
  const words = asList(given).flatMap((word) => MODALITIES.find((one) => one === word) ?? []);
  if (words.length > 0 && words.length === asList(given).length) return words;
  throw invalidField("output_modalities", "a list of text or audio", given);
}

const MODALITIES = ["text", "audio"] as const;

/**
 * Refuses settings by which nothing can be answered.
 *
 * @throws {SimulationError} When a field is not what it must be.
 */
export function requireAnswerable(settings: unknown): void {
  requestOptionsIn(settings);
  speakerIn(settings);
}

/**
 * What settings say of an answer.
 *
 * @throws {SimulationError} When a field is not what it must be.
 */
export function requestOptionsIn(
  settings: unknown,
): Pick<SimulatedRequest, "maxTokens" | "tools" | "toolChoice"> {
  const isBound = dig(settings, "max_output_tokens") !== "inf";
  return {
    maxTokens: isBound ? positiveIntegerIn(settings, "max_output_tokens") : undefined,
    tools: toolsIn(settings, "tools", (tool) => ({
      name: dig(tool, "name"),
      parameters: dig(tool, "parameters"),
    })),
    toolChoice: openAiToolChoice(settings, "name"),
  };
}
