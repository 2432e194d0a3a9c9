import type { BufferStrategy } from "./buffer-strategy.ts";
import { countOrTime } from "./count-or-time.ts";
import { immediate } from "./immediate.ts";
import { smooth } from "./smooth.ts";
import { timeWindow } from "./time-window.ts";
import { word } from "./word.ts";

type Options = Readonly<Record<string, number>>;

interface CatalogueEntry {
  readonly create: (options: Options) => BufferStrategy;
  readonly options: readonly string[];
}

const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map([
  ["immediate", { create: immediate, options: [] }],
  ["time-window", { create: timeWindow, options: ["windowMs"] }],
  ["count-or-time", { create: countOrTime, options: ["chunks", "windowMs"] }],
  ["word", { create: word, options: ["windowMs"] }],
  ["smooth", { create: smooth, options: ["drainMs", "frameMs"] }],
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
  for (const name of Object.keys(options)) {
    if (entry.options.includes(name)) continue;
    const rule =
      entry.options.length === 0
        ? `"${strategy}" takes no options`
        : `"${strategy}" takes only ${entry.options.join(", ")}`;
    throw new RangeError(`Cannot buffer as ${rule}: current value is "${name}"`);
  }
  return entry.create(options);
}
