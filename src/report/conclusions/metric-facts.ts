import type { Run } from "../../bench/index.ts";
import { type Metric, metricById, splitMetricKey } from "../../metrics/index.ts";

/** The metric of a conclusion: how its values are compared and printed. */
export interface MetricFacts extends Pick<
  Metric,
  | "id"
  | "better"
  | "isSpeed"
  | "dependsOn"
  | "countsTokens"
  | "errorFrom"
  | "compareAs"
  | "defaultMargin"
> {
  /** `<metric id>@<layer>`. */
  readonly key: string;
  /** As in `wire`; empty if the key has none. */
  readonly layer: string;
  /** As in `Time to first token`. */
  readonly name: string;
  /** Empty for counts and shares. */
  readonly unit: string;
  /** At the time of the run; `undefined` if unknown. */
  readonly definition: string | undefined;
}

/** Printed units; counts and ratios have none. */
const UNITS: Readonly<Record<Metric["unit"], string>> = {
  ms: "ms",
  tokens: "tokens",
  "tokens/s": "tokens/s",
  "(tokens/s)²": "(tokens/s)²",
  "1/s": "/s",
  ratio: "",
  count: "",
  points: "points",
};

/**
 * Returns the facts of a metric: its definition at the time of the run, the rest from today's catalogue. A metric
 * that is no longer in the catalogue is named by its id, and neither direction is better.
 */
export function metricFacts({ manifest }: Run, key: string): MetricFacts {
  const { id, layer } = splitMetricKey(key);
  const metric = metricById(id);
  const { better, isSpeed, dependsOn, countsTokens, errorFrom, compareAs, defaultMargin } =
    metric ?? UNKNOWN;
  return {
    key,
    id,
    layer,
    name: metric?.label ?? id,
    unit: metric === undefined ? "" : UNITS[metric.unit],
    better,
    isSpeed,
    dependsOn,
    countsTokens,
    errorFrom,
    compareAs,
    defaultMargin,
    definition: manifest.definitions[id] ?? metric?.definition,
  };
}

const UNKNOWN = {
  better: "neither",
  isSpeed: false,
  dependsOn: "pace",
  countsTokens: false,
  errorFrom: undefined,
  compareAs: "difference",
  defaultMargin: undefined,
} as const;
