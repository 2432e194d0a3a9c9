import type { Conclusions } from "./conclusions.ts";

/** What did not hold, one sentence each: it stands above the tables, so that nobody has to look for it. */
export function troubles({ validity, comparability }: Conclusions): readonly string[] {
  return [...(validity?.gates ?? []), ...comparability]
    .filter(({ outcome }) => outcome === "broken" || outcome === "degraded")
    .map(({ label, finding }) => `${label}: ${finding}`);
}
