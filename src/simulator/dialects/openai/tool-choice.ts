import { asText, dig } from "../../../wire/index.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { enumIn } from "../requests/fields.ts";

/** `any` is Mistral's name for `required`. */
const MODES = ["auto", "none", "required", "any"] as const;

/**
 * Reads `tool_choice` of OpenAI's APIs.
 *
 * @param pathToName Path to the tool's name in an object.
 * @throws {SimulationError} When the value is neither a known mode nor an object.
 */
export function openAiToolChoice(
  body: unknown,
  ...pathToName: readonly string[]
): SimulatedRequest["toolChoice"] & {} {
  const choice = dig(body, "tool_choice");
  const name = asText(dig(choice, ...pathToName));
  if (name !== undefined) return { name };
  // Choices of other kinds of tools are not simulated.
  if (typeof choice === "object") return "auto";
  const mode = enumIn(body, "tool_choice", MODES) ?? "auto";
  return mode === "any" ? "required" : mode;
}
