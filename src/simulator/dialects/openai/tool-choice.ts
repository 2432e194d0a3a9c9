import { asText, dig } from "../../../wire/index.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { enumIn } from "../requests/fields.ts";

/** The last is Mistral's word for the one before it. */
const WORDS = ["auto", "none", "required", "any"] as const;

/**
 * Whether a tool is to be called, on OpenAI's wires.
 *
 * @param pathToName Where a choice has the name of the one tool that it is for.
 * @throws {SimulationError} When it is neither a word that is known nor an object.
 */
export function openAiToolChoice(
  body: unknown,
  ...pathToName: readonly string[]
): SimulatedRequest["toolChoice"] & {} {
  const given = dig(body, "tool_choice");
  const name = asText(dig(given, ...pathToName));
  if (name !== undefined) return { name };
  // What is chosen of other kinds of tools is not simulated.
  if (typeof given === "object") return "auto";
  const word = enumIn(body, "tool_choice", WORDS) ?? "auto";
  return word === "any" ? "required" : word;
}
