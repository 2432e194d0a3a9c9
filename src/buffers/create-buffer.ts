import type { BufferStrategy } from "./buffer-strategy.ts";
import { countOrTime } from "./count-or-time.ts";
import { immediate } from "./immediate.ts";
import { smooth } from "./smooth.ts";
import { timeWindow } from "./time-window.ts";
import { word } from "./word.ts";

type Options = Readonly<Record<string, number>>;

/** By name, with the names of its options. */
const catalogue = new Map<string, [(options: Options) => BufferStrategy, ...string[]]>([
  ["immediate", [immediate]],
  ["time-window", [timeWindow, "windowMs"]],
  ["count-or-time", [countOrTime, "chunks", "windowMs"]],
  ["word", [word, "windowMs"]],
  ["smooth", [smooth, "drainMs", "frameMs"]],
]);

/** The names that {@link createBuffer} accepts. */
export const bufferNames: readonly string[] = [...catalogue.keys()];

/**
 * Creates a strategy by its name in plans and on the command line.
 *
 * @param choice Name of the strategy, and its options by name; absent options have their defaults.
 * @throws {RangeError} When the name or an option is unknown, or the value of an option is invalid.
 *
 * @example
 * ```ts
 * createBuffer({ strategy: "time-window", options: { windowMs: 50 } }).deadline; // undefined
 * ```
 */
export function createBuffer({
  strategy,
  options = {},
}: {
  readonly strategy: string;
  readonly options?: Options | undefined;
}): BufferStrategy {
  const entry = catalogue.get(strategy);
  if (entry === undefined) {
    throw new RangeError(
      `Cannot buffer as the strategy must be one of ${bufferNames.join(", ")}: current value is "${strategy}"`,
    );
  }
  const [create, ...known] = entry;
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const taken = known.length === 0 ? "no options" : `only ${known.join(", ")}`;
    throw new RangeError(
      `Cannot buffer as "${strategy}" takes ${taken}: current value is "${unknown}"`,
    );
  }
  return create(options);
}
