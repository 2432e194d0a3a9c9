import { flag, option, repeatable } from "./option.ts";
import type { parseArgs } from "node:util";

/** Options of the commands that send a prompt. */
export const requestOptions = {
  provider: option("name", "Provider; see millrace providers"),
  model: option("name", "Model"),
  "base-url": option("url", "Base URL of the API (default: the provider's)"),
  system: option("text", "System prompt"),
  temperature: option("n", "Sampling temperature, from 0 to 2"),
  "max-tokens": option("n", "Maximum output tokens"),
  seed: option("n", "Random seed, if the model supports one"),
  reasoning: option("effort", "Reasoning effort: none, low, medium or high"),
  tool: repeatable(
    "file",
    "Tool definition: JSON with name, description and parameters; repeatable",
  ),
  image: repeatable("file", "Image to send: PNG, JPEG, GIF or WebP; repeatable"),
  "no-stream": flag("Request the whole answer at once, without streaming"),
  decode: option("by", "Decoder of the response: own or sdk (default: own)"),
  "first-token-timeout": option("time", "Time limit for the first token, as in 20s (default: 1m)"),
  "idle-timeout": option("time", "Time limit between two tokens (default: 30s)"),
  timeout: option("time", "Time limit for the whole answer (default: 10m)"),
  attempts: option("n", "Maximum number of attempts (default: 3)"),
  events: flag("Print every event as a line of JSON"),
  json: flag("Print the result as one JSON object at the end"),
  "hide-reasoning": flag("Do not print reasoning"),
  quiet: flag("Print only the answer"),
} as const;

export type RequestValues = Partial<
  ReturnType<typeof parseArgs<{ options: typeof requestOptions }>>["values"]
>;
