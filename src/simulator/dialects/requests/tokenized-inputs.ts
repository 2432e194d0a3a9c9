import { asCount, asList, asText, dig } from "../../../wire/index.ts";
import { tokensOf } from "../../answer/tokens.ts";
import { invalidField } from "./fields.ts";

/** OpenAI's own bound on what it embeds at once; here also on prompts, as each costs an answer. */
const MOST_INPUTS = 2_048;

/** What an endpoint is given that takes text, or what a tokenizer has made of it. */
export interface TokenizedInput {
  /** `undefined` where only the numbers of its tokens are known. */
  readonly text: string | undefined;
  readonly tokens: readonly (string | number)[];
}

/**
 * The inputs in a field that may be a text, a list of texts, a list of token numbers, or a list of such lists.
 *
 * @returns At least one.
 * @throws {SimulationError} When it is none of these, or there are more than 2048.
 */
export function tokenizedInputsIn(body: unknown, name: string): readonly TokenizedInput[] {
  const given = dig(body, name);
  const one = inputOf(given);
  if (one !== undefined) return [one];
  const list = asList(given);
  if (list.length > MOST_INPUTS) {
    throw invalidField(name, `a list of at most ${MOST_INPUTS}`, list.length);
  }
  const inputs = list.flatMap((item) => inputOf(item) ?? []);
  if (inputs.length > 0 && inputs.length === list.length) return inputs;
  throw invalidField(name, "text or a list, and not empty", given);
}

function inputOf(given: unknown): TokenizedInput | undefined {
  const text = asText(given);
  if (text !== undefined) return { text, tokens: tokensOf(text) };
  const list = asList(given);
  const tokens = list.flatMap((token) => asCount(token) ?? []);
  return tokens.length === 0 || tokens.length < list.length ? undefined : { text, tokens };
}
