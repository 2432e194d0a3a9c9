import { SimulationError } from "../simulation-error.ts";

/** What a number must be, for a program and in words. */
export interface Rule {
  readonly words: string;
  holds(value: number): boolean;
}

/** Counts, from the least that makes sense. */
export const integerFrom = (least: number): Rule => ({
  words: `a whole number from ${least}`,
  holds: (value) => Number.isSafeInteger(value) && value >= least,
});

/** Costs, weights and spreads, from the least that makes sense. */
export const numberFrom = (least: number): Rule => ({
  words: `a number from ${least}`,
  holds: (value) => Number.isFinite(value) && value >= least,
});

export const POSITIVE: Rule = {
  words: "a positive number",
  holds: (value) => Number.isFinite(value) && value > 0,
};

/** Shares and chances. */
export const FROM_0_TO_1: Rule = {
  words: "a number from 0 to 1",
  holds: (value) => value >= 0 && value <= 1,
};

/** Chances of what must happen some day. */
export const ABOVE_0_TO_1: Rule = {
  words: "a number above 0, and up to 1",
  holds: (value) => value > 0 && value <= 1,
};

/**
 * Refuses settings that break a rule.
 *
 * @param purpose What cannot be done then, as in "cache prompts".
 * @throws {SimulationError} Naming the setting, the rule and the value.
 */
export function requireSettings(
  purpose: string,
  settings: Readonly<Record<string, number>>,
  rule: Rule,
): void {
  for (const [name, value] of Object.entries(settings)) {
    if (rule.holds(value)) continue;
    throw new SimulationError(
      `Cannot ${purpose} as ${name} must be ${rule.words}: current value is ${value}`,
    );
  }
}
