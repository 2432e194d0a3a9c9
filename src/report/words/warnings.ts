import type { Conclusions } from "../conclusions/conclusions.ts";

/** What did not hold, one sentence each. It stands above the tables, where it cannot be missed. */
export function warnings({ validity, comparability }: Conclusions): readonly string[] {
  return [...(validity?.gates ?? []), ...comparability]
    .filter(({ outcome }) => outcome !== "held" && outcome !== "not-measured")
    .map(({ label, finding }) => `${label}: ${finding}`);
}
