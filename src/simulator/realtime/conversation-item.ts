import { asText, dig } from "../../wire/index.ts";
import { objectsIn } from "../dialects/requests/fields.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../answer/tokens.ts";

/** One item of a conversation, as far as an answer depends on it. */
export interface ConversationItem {
  readonly id: string;
  /** Who says it; a tool's are its results, and a call is the model's. */
  readonly by: "user" | "assistant" | "system" | "tool" | "call";
  readonly text: string;
  /** As it is on the wire. */
  readonly whole: object;
}

const ROLES = ["user", "assistant", "system"] as const;

/**
 * Reads an item that a client adds.
 *
 * @throws {SimulationError} When it is none.
 */
export function readItem(given: unknown, freshId: string): ConversationItem {
  const id = asText(dig(given, "id")) ?? freshId;
  const about = { id, object: "realtime.item", status: "completed" };
  const whole = typeof given === "object" ? { ...given, ...about } : about;
  switch (dig(given, "type")) {
    case "message": {
      const role = ROLES.find((one) => one === dig(given, "role"));
      if (role === undefined) throw wrong("item.role", ROLES.join(", "), dig(given, "role"));
      return { id, by: role, text: textOf(given), whole };
    }
    case "function_call":
      return { id, by: "call", text: asText(dig(given, "arguments")) ?? "", whole };
    case "function_call_output":
      return { id, by: "tool", text: asText(dig(given, "output")) ?? "", whole };
    default:
      throw wrong("item.type", "message, function_call, function_call_output", dig(given, "type"));
  }
}

function wrong(name: string, words: string, given: unknown): SimulationError {
  return new SimulationError(
    `Cannot add the item as "${name}" must be one of ${words}: current value is ${JSON.stringify(given)}`,
  );
}

/** Written words, and spoken ones as far as a transcript has them. */
function textOf(message: unknown): string {
  return objectsIn(message, "content")
    .map((part) => asText(dig(part, "text")) ?? asText(dig(part, "transcript")) ?? "")
    .join("");
}

/** What a conversation asks. */
export function promptFromItems(
  items: readonly ConversationItem[],
  instructions: string,
): Pick<SimulatedRequest, "prompt" | "context" | "promptTokens" | "toolResult"> {
  const texts = [instructions, ...items.map(({ text }) => text)];
  const last = items.at(-1);
  return {
    prompt: items.findLast(({ by }) => by === "user")?.text ?? "",
    context: texts.join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    toolResult: last?.by === "tool" ? last.text : undefined,
  };
}
