import type { Run } from "../../bench/index.ts";
import { type Metric, metricById } from "../../metrics/index.ts";

/** What a table or a chart must print beside a figure. */
export interface MetricFacts {
  /** `<metric id>@<layer>`. */
  readonly key: string;
  /** As in `Time to first token`. */
  readonly name: string;
  /** Empty for counts and shares. */
  readonly unit: string;
  readonly better: "lower" | "higher" | "neither";
  readonly compareAs: Metric["compareAs"];
  readonly defaultMargin: Metric["defaultMargin"];
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
  const [id = key] = key.split("@");
  const known = metricById(id) ?? unknownMetric(id);
  const { label, unit, better, compareAs, defaultMargin, definition } = known;
  return {
    key,
    name: label,
    unit: UNITS[unit],
    better,
    compareAs,
    defaultMargin,
    definition: manifest.definitions[id] ?? definition,
  };
}

function unknownMetric(id: string) {
  return {
    label: id,
    unit: "ratio",
    better: "neither",
    compareAs: "difference",
    defaultMargin: undefined,
    definition: undefined,
  } as const;
}
