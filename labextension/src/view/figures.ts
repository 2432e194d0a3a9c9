import { jitterMad, stallsIn } from "millrace/metrics";

/** One figure, ready to be shown. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  /** What it means, for the tooltip. */
  readonly title: string;
}

const UNKNOWN = "–";

/**
 * A stream in figures, from its gaps: the first from the request to the first delta, then from delta to
 * delta. Pure.
 */
export function figuresOf(gapsMs: readonly number[]): Figure[] {
  const [firstMs, ...between] = gapsMs;
  const totalMs = between.reduce((sum, gap) => sum + gap, 0);
  const middle = between.toSorted((a, b) => a - b)[Math.floor(between.length / 2)];
  const rate = totalMs === 0 ? undefined : (1000 * between.length) / totalMs;
  return [
    { label: "TTFT", value: ms(firstMs), title: "Time to first token, from the request" },
    {
      label: "tok/s",
      value: rate === undefined ? UNKNOWN : rate.toFixed(rate < 10 ? 1 : 0),
      title: "Tokens per second after the first, by the number of deltas",
    },
    { label: "gap", value: ms(middle), title: "Median gap between deltas" },
    {
      label: "jitter",
      value: ms(jitterMad(between)),
      title: "Median absolute deviation of the gaps, as a standard deviation",
    },
    {
      label: "stalls",
      value: String(stallsIn(between)?.count ?? UNKNOWN),
      title: "Gaps longer than five medians and 200 ms",
    },
  ];
}

function ms(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  return value < 1_000
    ? `${value.toFixed(value < 10 ? 1 : 0)} ms`
    : `${(value / 1_000).toFixed(2)} s`;
}
