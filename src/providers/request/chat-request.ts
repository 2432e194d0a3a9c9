/** What to ask a model. Every provider translates this to its own wire. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Functions that the model may ask us to call. */
  readonly tools?: readonly ToolDefinition[];
  /**
   * Whether a tool must be called: `required` is any of them, a name is this one.
   *
   * @defaultValue `"auto"`: the model decides.
   */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string };
  /** How much the model is to reason before it answers; left to the provider where it is not given. */
  readonly reasoning?: "none" | "low" | "medium" | "high";
  /** At least 0; most providers refuse more than 2. */
  readonly temperature?: number;
  /** The longest answer wanted, in tokens; at least 1. */
  readonly maxOutputTokens?: number;
  /** The answer ends before any of these. */
  readonly stop?: readonly string[];
  /** For providers that can repeat an answer. */
  readonly seed?: number;
  /**
   * Whether the answer comes as it is generated. The events are the same without; they come at the end,
   * all in one read.
   *
   * @defaultValue `true`
   */
  readonly stream?: boolean;
}

/** One turn of a conversation. */
export type ChatMessage =
  | { readonly role: "system"; readonly content: string }
  | { readonly role: "user"; readonly content: string | readonly UserPart[] }
  | {
      readonly role: "assistant";
      readonly content: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  /** What a tool gave back. */
  | { readonly role: "tool"; readonly call: ToolCall; readonly content: string };

/** A piece of what a user says or shows. */
export type UserPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly mediaType: ImageType; readonly bytes: Uint8Array };

/** Images that every provider with eyes takes. */
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

/** A function that a model may ask us to call. */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`; at most 64. */
  readonly name: string;
  readonly description?: string;
  /** The arguments, as a JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A call that the model has asked for. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments, as the model wrote them: JSON. */
  readonly text: string;
}
