/** A request to a model. Every provider translates it to its API. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Functions that the model may call. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /**
   * Whether the model must call a tool: any of them (`required`) or the named one.
   *
   * @defaultValue `"auto"`: the model decides.
   */
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string } | undefined;
  /** How much the model reasons before it answers. @defaultValue The provider's. */
  readonly reasoning?: "none" | "low" | "medium" | "high" | undefined;
  /** At least 0; most providers reject more than 2. */
  readonly temperature?: number | undefined;
  /** Maximum length of the answer in tokens; at least 1. */
  readonly maxOutputTokens?: number | undefined;
  /** Strings that end the answer; they are not part of it. */
  readonly stop?: readonly string[] | undefined;
  /** Ignored by providers without seeds. */
  readonly seed?: number | undefined;
  /**
   * Whether the answer is streamed. Otherwise the events are the same, all in one read at the end.
   *
   * @defaultValue `true`
   */
  readonly stream?: boolean | undefined;
}

/** One message of a conversation. */
export type ChatMessage =
  | { readonly role: "system"; readonly content: string }
  | { readonly role: "user"; readonly content: string | readonly UserPart[] }
  | {
      readonly role: "assistant";
      readonly content: string;
      readonly toolCalls?: readonly ToolCall[] | undefined;
    }
  /** The result of a tool. */
  | { readonly role: "tool"; readonly call: ToolCall; readonly content: string };

/** A part of a user's message. */
export type UserPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly mediaType: ImageType; readonly bytes: Uint8Array };

/** Image types that every provider with image input accepts. */
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

/** A function that a model may call. */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`; at most 64. */
  readonly name: string;
  readonly description?: string | undefined;
  /** The arguments, as a JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A tool call by the model. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them, in JSON. */
  readonly text: string;
}
