/** The options of every command that asks a model. */
export const requestOptions = {
  provider: { type: "string", value: "name", help: "Whom to ask; see millrace providers" },
  model: { type: "string", value: "name", help: "Which model to ask" },
  "base-url": { type: "string", value: "url", help: "Where to ask, in place of the usual place" },
  system: { type: "string", value: "text", help: "What the model is told before the prompt" },
  temperature: { type: "string", value: "n", help: "From 0 to 2" },
  "max-tokens": { type: "string", value: "n", help: "The longest answer wanted" },
  seed: { type: "string", value: "n", help: "For models that can repeat an answer" },
  reasoning: { type: "string", value: "effort", help: "none, low, medium or high" },
  tool: {
    type: "string",
    multiple: true,
    value: "file",
    help: "A tool that the model may call: JSON with name, description and parameters",
  },
  image: {
    type: "string",
    multiple: true,
    value: "file",
    help: "Show an image: PNG, JPEG, GIF or WebP",
  },
  "no-stream": { type: "boolean", help: "Ask for the answer in one piece" },
  decode: { type: "string", value: "by", help: "Who decodes the answer: own (default) or sdk" },
  "first-token-timeout": { type: "string", value: "time", help: "As in 20s (default: 1m)" },
  "idle-timeout": { type: "string", value: "time", help: "Between two tokens (default: 30s)" },
  timeout: { type: "string", value: "time", help: "For all of it (default: 10m)" },
  attempts: { type: "string", value: "n", help: "How often to try at most (default: 3)" },
  events: { type: "boolean", help: "Print every event as a line of JSON" },
  json: { type: "boolean", help: "Print one JSON object at the end" },
  "hide-reasoning": { type: "boolean", help: "Show the answer alone" },
  quiet: { type: "boolean", help: "Print no figures" },
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
