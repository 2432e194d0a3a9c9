import type { parseArgs } from "node:util";

/** Options of the commands that send a prompt. */
export const requestOptions = {
  provider: { type: "string", value: "name", help: "Provider; see millrace providers" },
  model: { type: "string", value: "name", help: "Model" },
  "base-url": {
    type: "string",
    value: "url",
    help: "Base URL of the API (default: the provider's)",
  },
  system: { type: "string", value: "text", help: "System prompt" },
  temperature: { type: "string", value: "n", help: "Sampling temperature, from 0 to 2" },
  "max-tokens": { type: "string", value: "n", help: "Maximum output tokens" },
  seed: { type: "string", value: "n", help: "Random seed, if the model supports one" },
  reasoning: {
    type: "string",
    value: "effort",
    help: "Reasoning effort: none, low, medium or high",
  },
  tool: {
    type: "string",
    multiple: true,
    value: "file",
    help: "Tool definition: JSON with name, description and parameters; repeatable",
  },
  image: {
    type: "string",
    multiple: true,
    value: "file",
    help: "Image to send: PNG, JPEG, GIF or WebP; repeatable",
  },
  "no-stream": { type: "boolean", help: "Request the whole answer at once, without streaming" },
  decode: {
    type: "string",
    value: "by",
    help: "Decoder of the response: own or sdk (default: own)",
  },
  "first-token-timeout": {
    type: "string",
    value: "time",
    help: "Time limit for the first token, as in 20s (default: 1m)",
  },
  "idle-timeout": {
    type: "string",
    value: "time",
    help: "Time limit between two tokens (default: 30s)",
  },
  timeout: {
    type: "string",
    value: "time",
    help: "Time limit for the whole answer (default: 10m)",
  },
  attempts: { type: "string", value: "n", help: "Maximum number of attempts (default: 3)" },
  events: { type: "boolean", help: "Print every event as a line of JSON" },
  json: { type: "boolean", help: "Print the result as one JSON object at the end" },
  "hide-reasoning": { type: "boolean", help: "Do not print reasoning" },
  quiet: { type: "boolean", help: "Print only the answer" },
} as const;

/** Parsed values of {@link requestOptions}. */
export type RequestValues = Partial<
  ReturnType<typeof parseArgs<{ options: typeof requestOptions }>>["values"]
>;
