import { UsageError } from "./usage-error.ts";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/**
 * Reads a duration as milliseconds; `undefined` if the option is absent. The unit is required.
 *
 * @throws {UsageError} When it is not a positive duration.
 */
export function readDurationMs(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m)$/u.exec(text) ?? [];
  const durationMs = Number(number) * (UNITS_MS[unit] ?? 0);
  if (durationMs > 0) return durationMs;
  throw new UsageError(
    `Cannot use --${option} as it must be a duration such as 500ms, 20s or 2m: current value is "${text}"`,
  );
}
