import { dataFrame } from "./completion-chunks.ts";

const UNHARMED = { filtered: false, severity: "safe" };

/** What Azure's filter says of a text in which it finds nothing. */
export const SAFE = { hate: UNHARMED, self_harm: UNHARMED, sexual: UNHARMED, violence: UNHARMED };

/** What it says of the prompt. */
export const PROMPT_FILTER_RESULTS = [
  {
    prompt_index: 0,
    content_filter_results: { ...SAFE, jailbreak: { filtered: false, detected: false } },
  },
];

/** Azure's first chunk: no choice, no model, and what its filter says of the prompt. */
export const PROMPT_FILTER_FRAME = dataFrame({
  choices: [],
  created: 0,
  id: "",
  model: "",
  object: "",
  prompt_filter_results: PROMPT_FILTER_RESULTS,
});
