/** The options of every command that asks a model. */
export const requestOptions = {
  provider: { type: "string", value: "name", help: "Provider; see millrace providers" },
  model: { type: "string", value: "name", help: "Model" },
  "base-url": {
    type: "string",
    value: "url",
    help: "Base URL of the API, instead of the provider's own",
  },
  system: { type: "string", value: "text", help: "System prompt" },
  temperature: { type: "string", value: "n", help: "Sampling temperature, from 0 to 2" },
  "max-tokens": { type: "string", value: "n", help: "Maximum output tokens" },
  seed: { type: "string", value: "n", help: "Seed, for models that can repeat an answer" },
  reasoning: {
    type: "string",
    value: "effort",
    help: "Reasoning effort: none, low, medium or high",
  },
  tool: {
    type: "string",
    multiple: true,
    value: "file",
    help: "Tool that the model may call: JSON with name, description and parameters; repeatable",
  },
  image: {
    type: "string",
    multiple: true,
    value: "file",
    help: "Image to send: PNG, JPEG, GIF or WebP; repeatable",
  },
  "no-stream": { type: "boolean", help: "Request the whole answer at once" },
  decode: { type: "string", value: "by", help: "Decoder of the answer: own (default) or sdk" },
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
  json: { type: "boolean", help: "Print one JSON object at the end" },
  "hide-reasoning": { type: "boolean", help: "Print the answer without its reasoning" },
  quiet: { type: "boolean", help: "Print only the answer" },
} as const;

/** What {@link requestOptions} were given. */
export interface RequestValues {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly "base-url"?: string | undefined;
  readonly system?: string | undefined;
  readonly temperature?: string | undefined;
  readonly "max-tokens"?: string | undefined;
  readonly seed?: string | undefined;
  readonly reasoning?: string | undefined;
  readonly tool?: readonly string[] | undefined;
  readonly image?: readonly string[] | undefined;
  readonly "no-stream"?: boolean | undefined;
  readonly decode?: string | undefined;
  readonly "first-token-timeout"?: string | undefined;
  readonly "idle-timeout"?: string | undefined;
  readonly timeout?: string | undefined;
  readonly attempts?: string | undefined;
  readonly events?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly "hide-reasoning"?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}
