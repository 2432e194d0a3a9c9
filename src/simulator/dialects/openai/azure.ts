import { dataFrame } from "./completion-chunks.ts";

const UNFILTERED = { filtered: false, severity: "safe" };

export const SAFE = {
  hate: UNFILTERED,
  self_harm: UNFILTERED,
  sexual: UNFILTERED,
  violence: UNFILTERED,
};

export const PROMPT_FILTER_RESULTS = [
  {
    prompt_index: 0,
    content_filter_results: { ...SAFE, jailbreak: { filtered: false, detected: false } },
  },
];

/** Azure's first chunk: no choice, no model, and the filter results for the prompt. */
export const PROMPT_FILTER_FRAME = dataFrame({
  choices: [],
  created: 0,
  id: "",
  model: "",
  object: "",
  prompt_filter_results: PROMPT_FILTER_RESULTS,
});
