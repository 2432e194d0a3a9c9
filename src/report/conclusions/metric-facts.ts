import type { Run } from "../../bench/index.ts";
import { type Metric, metricById, splitMetricKey } from "../../metrics/index.ts";

/** What a table or a chart must print beside a figure. */
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
  /** As of the run. */
  readonly definition: string | undefined;
}

/** What stands before or after a number; a count and a share need nothing. */
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
 * What is known of a metric: its definition as of the run, the rest as of today. A metric that is no
 * longer in the catalogue keeps its key as a name, and neither way of it is better.
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
