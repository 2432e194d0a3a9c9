import type { Verdict } from "../conclusions/verdict.ts";
import type { Tone } from "./table.ts";

/** Returns the severity of a verdict, for renderers with colours. */
export function toneOf(verdict: Verdict | undefined): Tone {
  switch (verdict?.kind) {
    case "different":
      return toneOfBetter(verdict.isBetter);
    case "equivalent-in-the-middle":
      return verdict.isBetter === false ? "bad" : "caution";
    case "inconclusive":
    case "below-accuracy":
    case "not-comparable":
      return "caution";
    case "equivalent":
    case "negligible":
    case undefined:
      return "plain";
  }
}

function toneOfBetter(isBetter: boolean | undefined): Tone {
  if (isBetter === undefined) return "plain";
  return isBetter ? "good" : "bad";
}
