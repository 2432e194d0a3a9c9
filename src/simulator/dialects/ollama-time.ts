/** An instant of the calendar as Ollama writes it, in UTC. */
export function isoText(wallMs: number): string {
  // oxlint-disable-next-line no-restricted-globals -- writes a given date, reads no clock
  return new Date(wallMs).toISOString();
}
