import { isoTime } from "../../clock/index.ts";

/**
 * A name for a run: when it started, in UTC, and what its plan is called, as in
 * `20261121-093012-chunks-or-time`. Fit for a folder on every system; sorts by time.
 *
 * @example
 * ```ts
 * runId("Chunks or time?", 0); // "19700101-000000-chunks-or-time"
 * ```
 */
export function runId(planName: string, wallMs: number): string {
  const [date = "", time = ""] = isoTime(wallMs).replaceAll(/[-:]/gu, "").split("T");
  const slug = planName
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/gu, "");
  return `${date}-${time.slice(0, 6)}-${slug === "" ? "run" : slug}`;
}
