import type {
  ComparabilityCheck,
  EndEvidence,
  ExactnessEvidence,
  LengthEvidence,
  TokenSourceEvidence,
  TreatmentEvidence,
} from "../conclusions/comparability-check.ts";
import { LARGEST_LENGTH_DIFFERENCE } from "../conclusions/length-check.ts";
import { formatEffect, formatEffectInterval } from "./format-effect.ts";
import { formatShare } from "./format.ts";

/** Printed names of the checks. */
export const CHECK_LABELS: Readonly<Record<ComparabilityCheck["id"], string>> = {
  treatment: "Differences between the arms",
  "token-source": "Token counting",
  lengths: "Answer length",
  ends: "Finish reasons",
  exactness: "Text unchanged by the buffer",
};

/** Returns a check's finding as one sentence without a full stop. */
export function checkFinding(check: ComparabilityCheck): string {
  const { id, outcome, evidence } = check;
  const isDecided = outcome !== "not-decided";
  if (evidence === undefined) {
    return id === "exactness" ? "No pair is complete" : "No pair was answered by both arms";
  }
  switch (id) {
    case "treatment":
      return treatmentFinding(evidence);
    case "token-source":
      return tokenSourceFinding(evidence);
    case "lengths":
      return lengthFinding(evidence, isDecided);
    case "ends":
      return endFinding(evidence, isDecided);
    case "exactness":
      return exactnessFinding(evidence);
  }
}

const TREATMENTS = {
  provider: "provider",
  model: "model",
  maxOutputTokens: "maximum output tokens",
  temperature: "temperature",
  buffer: "buffer",
} as const;

function treatmentFinding({ differing }: TreatmentEvidence): string {
  const [only, ...more] = differing.map((part) => TREATMENTS[part]);
  if (only === undefined) return "The arms are identical, so any difference is chance";
  return more.length === 0
    ? `The arms differ in one setting: ${only}`
    : `The arms differ in several settings (${[only, ...more].join(", ")}), so the effect cannot be attributed to one of them`;
}

const SOURCES = {
  provider: "counted by the provider",
  counted: "counted by a tokenizer",
  estimated: "estimated from the deltas",
} as const;

function tokenSourceFinding({ baseline, candidate }: TokenSourceEvidence): string {
  const [a, b] = [baseline, candidate].map((sources) =>
    sources.map((source) => SOURCES[source]).join(" or "),
  );
  return a === b && baseline.length === 1
    ? `Tokens are ${a} in both arms`
    : `Tokens are ${a} in the baseline and ${b} in the candidate`;
}

function lengthFinding(seen: LengthEvidence, isDecided: boolean): string {
  const { unit, pairs, ratio, hasInterval, totalRatio } = seen;
  if (ratio.low === 1 && ratio.high === 1 && totalRatio === 1) {
    return `Answers are equally long in both arms, in ${unit}`;
  }
  const scale = { scale: "ratio", unit: "" } as const;
  const typical = formatEffectInterval(ratio, scale);
  const total = formatEffect({ estimate: totalRatio, low: totalRatio, high: totalRatio }, scale);
  const range = hasInterval ? "90 % interval" : "range";
  const undecided = isDecided
    ? ""
    : `; ${pairs} pairs do not decide whether the lengths agree within ${formatShare(LARGEST_LENGTH_DIFFERENCE)}`;
  return `Answers of the candidate relative to the baseline, in ${unit}: ${typical} (${range}), ${total.estimate} in total${undecided}`;
}

function endFinding({ pairs, shares }: EndEvidence, isDecided: boolean): string {
  const [only] = shares;
  if (only?.baseline === 1 && only.candidate === 1) return `Every answer ended with “${only.kind}”`;
  const listed = shares
    .map(
      ({ kind, baseline, candidate }) =>
        `${kind}: ${formatShare(baseline)} of the baseline, ${formatShare(candidate)} of the candidate`,
    )
    .join("; ");
  return isDecided
    ? listed
    : `${listed}; ${pairs} pairs are too few to distinguish this from chance`;
}

function exactnessFinding({ answers, inexact, pairs, unlike }: ExactnessEvidence): string {
  return unlike > 0
    ? `In ${unlike} of ${pairs} pairs the two buffers produced different text from the same recording`
    : `${answers - inexact} of ${answers} answers passed through the buffer unchanged`;
}
