import { asText, dig } from "../../wire/index.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { tokensOf } from "../answer/tokens.ts";
import { objectsIn } from "../dialects/requests/fields.ts";
import { SimulationError } from "../simulation-error.ts";

export interface ConversationItem {
  readonly id: string;
  /** `tool` for the result of a call, `call` for a call of the model. */
  readonly role: "user" | "assistant" | "system" | "tool" | "call";
  readonly text: string;
  readonly json: object;
}

const ROLES = ["user", "assistant", "system"] as const;

/** Reads an item that a client adds. @throws {SimulationError} When the item is invalid. */
export function readItem(item: unknown, defaultId: string): ConversationItem {
  const id = asText(dig(item, "id")) ?? defaultId;
  const about = { id, object: "realtime.item", status: "completed" };
  const json = typeof item === "object" ? { ...item, ...about } : about;
  switch (dig(item, "type")) {
    case "message": {
      const role = ROLES.find((one) => one === dig(item, "role"));
      if (role === undefined) throw invalidItem("item.role", ROLES.join(", "), dig(item, "role"));
      return { id, role, text: textOf(item), json };
    }
    case "function_call":
      return { id, role: "call", text: asText(dig(item, "arguments")) ?? "", json };
    case "function_call_output":
      return { id, role: "tool", text: asText(dig(item, "output")) ?? "", json };
    default:
      throw invalidItem(
        "item.type",
        "message, function_call, function_call_output",
        dig(item, "type"),
      );
  }
}

function invalidItem(name: string, allowed: string, value: unknown): SimulationError {
  return new SimulationError(
    `Cannot add the item as "${name}" must be one of ${allowed}: current value is ${JSON.stringify(value)}`,
  );
}

function textOf(message: unknown): string {
  return objectsIn(message, "content")
    .map((part) => asText(dig(part, "text")) ?? asText(dig(part, "transcript")) ?? "")
    .join("");
}

export function promptFromItems(
  items: readonly ConversationItem[],
  instructions: string,
): Pick<SimulatedRequest, "prompt" | "context" | "promptTokens" | "toolResult"> {
  const texts = [instructions, ...items.map(({ text }) => text)];
  const last = items.at(-1);
  return {
    prompt: items.findLast(({ role }) => role === "user")?.text ?? "",
    context: texts.join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    toolResult: last?.role === "tool" ? last.text : undefined,
  };
}
