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

/** Units that are printed differently; counts and ratios have none. */
const UNITS: Partial<Readonly<Record<Metric["unit"], string>>> = {
  "1/s": "/s",
  ratio: "",
  count: "",
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
    unit: metric === undefined ? "" : (UNITS[metric.unit] ?? metric.unit),
    better,
    isSpeed,
    dependsOn,
    countsTokens,
    errorFrom,
    compareAs,
    defaultMargin,
    definition: new Map(Object.entries(manifest.definitions)).get(id) ?? metric?.definition,
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
