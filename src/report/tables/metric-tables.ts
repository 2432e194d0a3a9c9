import type { Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import { formatEffectInterval, formatMargin } from "../words/format-effect.ts";
import { formatCount, formatFigure, formatNumber, formatP, formatShare } from "../words/format.ts";
import { metricLabel } from "../words/metric-label.ts";
import { shortVerdict } from "../words/verdict-phrase.ts";
import { numeric, type Table, text, toneOf } from "./table.ts";

export function primaryTable(found: Conclusions, alpha: number): Table {
  const hasVerdict = found.primary.some(({ comparison }) => comparison !== undefined);
  return metricTable(found.primary, {
    title: hasVerdict ? "Median of each arm and paired effect" : "Median of each arm",
    found,
    p: found.primary.length > 1 ? "p (Holm)" : "p",
    alpha,
    hasVerdict,
  });
}

/**
 * All other metrics, without verdicts: hints, not findings. Metrics that are always 0 are counted but not shown. Of
 * the stall metrics, which are above 0 in the same answers, only the first of each layer is shown.
 */
export function exploratoryTable(found: Conclusions, alpha: number): Table {
  const happened = found.exploratory.filter((one) => !isAllZero(one));
  const zeros = found.exploratory.length - happened.length;
  const all = [...found.primary, ...happened];
  const shown = happened.filter(
    (one) => !all.slice(0, all.indexOf(one)).some((before) => isSameShare(one, before)),
  );
  const verb = zeros === 1 ? "is" : "are";
  const left = `; ${formatCount(zeros, "metric")} that ${verb} 0 in every answer ${verb} not shown`;
  return metricTable(shown, {
    title: `Other metrics, exploratory${zeros === 0 ? "" : left}`,
    found,
    p: "p (BH, exploratory)",
    alpha,
    hasVerdict: false,
  });
}

/** Whether a metric was 0 in every answer of every arm, as stalls often are. */
function isAllZero({ arms }: MetricConclusion): boolean {
  return (
    arms.some(({ requests }) => requests > 0) &&
    arms.every(({ max, mean }) => (max ?? 0) === 0 && (mean ?? 0) === 0)
  );
}

/** Whether two metrics are above 0 in the same answers, so that their comparisons are identical. */
function isSameShare(one: MetricConclusion, other: MetricConclusion): boolean {
  const isStall = ({ metric, comparison }: MetricConclusion) =>
    comparison?.scale === "share" && metric.id.startsWith("stall_");
  return isStall(one) && isStall(other) && one.metric.layer === other.metric.layer;
}

interface MetricTableOptions {
  readonly title: string;
  readonly found: Conclusions;
  readonly p: string;
  readonly alpha: number;
  readonly hasVerdict: boolean;
}

function metricTable(metrics: readonly MetricConclusion[], options: MetricTableOptions): Table {
  const isCompared = metrics.some(({ comparison }) => comparison !== undefined);
  const { arms, pairs } = options.found;
  return {
    title: options.title,
    columns: [
      text("Metric"),
      ...(options.hasVerdict ? [text("Verdict")] : []),
      ...arms.map(({ name }) => numeric(name)),
      ...(isCompared
        ? [
            numeric(`Effect [${formatShare(1 - options.alpha)} interval]`),
            numeric(options.p),
            numeric("Pairs"),
          ]
        : []),
    ],
    rows: metrics.map((one) => ({
      tone: options.hasVerdict ? toneOf(one.verdict) : "plain",
      cells: [
        metricLabel(one.metric),
        ...(options.hasVerdict ? [shortVerdict(one)] : []),
        ...one.arms.map(({ median }) => formatFigure(median, one.metric.unit)),
        ...(isCompared ? comparisonCells(one, pairs.complete) : []),
      ],
    })),
  };
}

/** Pairs are `26 of 30` if some of the complete ones could not be compared. */
function comparisonCells(
  { comparison, metric, comparability, tally }: MetricConclusion,
  complete: number,
): string[] {
  const of = tally === undefined || tally.compared === complete ? "" : ` of ${complete}`;
  if (comparison === undefined) {
    const isRefused = comparability?.kind === "not-comparable";
    return [isRefused ? "not comparable" : "–", "–", `${tally?.compared ?? 0}${of}`];
  }
  const { effect, scale, adjustedP, pairs } = comparison;
  return [
    formatEffectInterval(effect, { scale, unit: metric.unit }),
    formatP(adjustedP).replace(/^p (?:= )?/, ""),
    `${pairs}${of}`,
  ];
}

/**
 * Distribution of each primary metric in each arm, over the answered requests. A percentile is shown only with as
 * many answers as its interval needs.
 */
export function distributionTable({ primary }: Conclusions): Table {
  return {
    title: "Distribution by arm, answered requests only",
    columns: [
      text("Metric"),
      text("Arm"),
      ...["n", "p50", "p90", "p95", "p99", "max", "mean"].map((title) => numeric(title)),
    ],
    rows: primary.flatMap(({ metric, arms }) =>
      arms.map(({ arm, requests, median, p90, p95, p99, max, mean }) => ({
        tone: "plain" as const,
        cells: [
          metricLabel(metric),
          arm,
          String(requests),
          ...[median, p90, p95, p99, max, mean].map((value) => formatFigure(value, metric.unit)),
        ],
      })),
    ),
  };
}

/** Effect sizes of the primary metrics, and whether they are reliably too small to matter. */
export function effectSizeTable(found: Conclusions, alpha: number): Table {
  return {
    title: "Effect sizes and equivalence",
    columns: [
      text("Metric"),
      numeric(`Typical difference [${formatShare(1 - alpha)} interval]`),
      numeric("Cliff’s δ"),
      text("Margin"),
      numeric(`Effect on the margin’s scale [${formatShare(1 - 2 * alpha)} interval]`),
      text("Within the margin"),
    ],
    rows: found.primary.flatMap(({ metric, comparison }) => {
      if (comparison === undefined) return [];
      const { shift, cliffsDelta, equivalence } = comparison;
      const { unit } = metric;
      return [
        {
          tone: "plain" as const,
          cells: [
            metricLabel(metric),
            shift === undefined ? "–" : formatEffectInterval(shift, { scale: "difference", unit }),
            formatNumber(Number(cliffsDelta.toFixed(3))),
            ...(equivalence === undefined
              ? ["none", "–", "–"]
              : [
                  formatMargin(equivalence, metric),
                  formatEffectInterval(equivalence, { scale: equivalence.scale, unit }),
                  equivalence.holds ? "yes" : "no",
                ]),
          ],
        },
      ];
    }),
  };
}
