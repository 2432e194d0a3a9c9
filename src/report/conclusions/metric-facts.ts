import type { Run } from "../../bench/index.ts";
import { type Metric, metricById } from "../../metrics/index.ts";
import { plainText } from "../words/plain-text.ts";

/** What a table or a chart must print beside a figure. */
export interface MetricFacts {
  /** `<metric id>@<layer>`. */
  readonly key: string;
  /** As in `Time to first token`. */
  readonly name: string;
  /** As in `Time to first token after the buffer`. */
  readonly label: string;
  /** Empty for counts and shares. */
  readonly unit: string;
  readonly better: "lower" | "higher" | "neither";
  readonly compareAs: Metric["compareAs"];
  readonly defaultMargin: Metric["defaultMargin"];
  /** As of the run. */
  readonly definition: string;
}

const LAYER_WORDS: Readonly<Record<string, string>> = {
  wire: "at the wire",
  sdk: "at the SDK",
  flush: "after the buffer",
  paint: "on the screen",
};

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
  const [id = key, layer = ""] = key.split("@");
  const known = metricById(id) ?? unknownMetric(id);
  const { label, unit, better, compareAs, defaultMargin, definition } = known;
  const name = plainText(label);
  const where = LAYER_WORDS[layer] ?? plainText(layer);
  return {
    key: plainText(key),
    name,
    label: where === "" ? name : `${name} ${where}`,
    unit: UNITS[unit],
    better,
    compareAs,
    defaultMargin,
    definition: plainText(manifest.definitions[id] ?? definition),
  };
}

type Described = Pick<
  Metric,
  "label" | "unit" | "better" | "compareAs" | "defaultMargin" | "definition"
>;

function unknownMetric(id: string): Described {
  return {
    label: id,
    unit: "ratio",
    better: "neither",
    compareAs: "difference",
    defaultMargin: undefined,
    definition: "not known",
  };
}
