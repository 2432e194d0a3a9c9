/** An instant of the calendar as Ollama writes it, in UTC. */
export function isoText(wallMs: number): string {
  // It formats what a clock has said, and asks for no time itself.
  // oxlint-disable-next-line no-restricted-globals
  return new Date(wallMs).toISOString();
}
