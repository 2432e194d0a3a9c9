import { asCount, asList, asText, dig } from "../../../wire/index.ts";
import { tokensOf } from "../../answer/tokens.ts";
import { invalidField } from "./fields.ts";

/** OpenAI's limit for embeddings, used for prompts as well, as each costs an answer. */
const MAX_INPUTS = 2_048;

export interface TokenizedInput {
  /** `undefined` if only token numbers are given. */
  readonly text: string | undefined;
  readonly tokens: readonly (string | number)[];
}

/**
 * Reads a field that is a string, a list of strings, a list of token numbers, or a list of such lists.
 *
 * @returns At least one input.
 * @throws {SimulationError} When the field is none of these, or has more than 2048 inputs.
 */
export function tokenizedInputsIn(body: unknown, name: string): readonly TokenizedInput[] {
  const field = dig(body, name);
  const one = inputOf(field);
  if (one !== undefined) return [one];
  const list = asList(field);
  if (list.length > MAX_INPUTS) {
    throw invalidField(name, `a list of at most ${MAX_INPUTS}`, list.length);
  }
  const inputs = list.flatMap((item) => inputOf(item) ?? []);
  if (inputs.length > 0 && inputs.length === list.length) return inputs;
  throw invalidField(name, "a string or a list, and not empty", field);
}

function inputOf(value: unknown): TokenizedInput | undefined {
  const text = asText(value);
  if (text !== undefined) return { text, tokens: tokensOf(text) };
  const list = asList(value);
  const tokens = list.flatMap((token) => asCount(token) ?? []);
  return tokens.length === 0 || tokens.length < list.length ? undefined : { text, tokens };
}
