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

/**
 * An instant of the calendar as ISO 8601 in UTC.
 *
 * @example
 * ```ts
 * isoTime(0); // "1970-01-01T00:00:00.000Z"
 * ```
 */
export function isoTime(wallMs: number): string {
  // It formats what a clock has said, and asks for no time itself.
  // oxlint-disable-next-line no-restricted-globals
  return new Date(wallMs).toISOString();
}
