/** Returns a duration for a figure: `340 ms`, `4.2 s`, `2 min 05 s`. */
export function durationText(durationMs: number): string {
  if (durationMs < 0.05) return "<0.1 ms";
  if (durationMs < 999.5) return `${durationMs.toFixed(durationMs < 9.95 ? 1 : 0)} ms`;
  if (durationMs < 9_995) return `${(durationMs / 1_000).toFixed(2)} s`;
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
