import type {
  ArmFigures,
  ArmSummary,
  Conclusions,
  MetricConclusion,
  Verdict,
} from "./conclusions.ts";
import { kindWords } from "./failure-words.ts";
import { formatEffectInterval } from "./format-effect.ts";
import { formatCount, formatFigure, formatNumber, formatP, formatShare } from "./format.ts";

/** A table that any renderer can print. Its texts are plain: one line, no control characters, not escaped. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly title: string;
  readonly isNumeric: boolean;
}

export interface Row {
  readonly cells: readonly string[];
  /** Good or bad news, for renderers with colours. */
  readonly tone: Tone;
}

export type Tone = "good" | "bad" | "caution" | "plain";

/** What the verdict is about: verdict, effect with interval, p and pairs beside each arm's median. */
export function primaryTable(found: Conclusions, alpha: number): Table {
  const hasVerdict = found.primary.some(({ comparison }) => comparison !== undefined);
  return metricTable(found.primary, {
    title: hasVerdict ? "Medians of each arm, and the effect on pairs" : "Medians of each arm",
    found,
    p: found.primary.length > 1 ? "p (Holm)" : "p",
    alpha,
    hasVerdict,
  });
}

/** All else that was measured, with no verdicts: hints, not findings. What never happened is counted. */
export function exploratoryTable(found: Conclusions, alpha: number): Table {
  const shown = found.exploratory.filter((one) => !isAllZero(one));
  const zeros = found.exploratory.length - shown.length;
  const left =
    zeros === 0
      ? ""
      : `; ${formatCount(zeros, "metric")} that ${zeros === 1 ? "is" : "are"} 0 in every answer not shown`;
  return metricTable(shown, {
    title: `Other metrics, exploratory${left}`,
    found,
    p: "p (BH, exploratory)",
    alpha,
    hasVerdict: false,
  });
}

/** Whether a metric was 0 in every answer of every arm, as stalls are on a good day. */
function isAllZero({ arms }: MetricConclusion): boolean {
  return (
    arms.some(({ requests }) => requests > 0) &&
    arms.every(({ max, mean }) => (max ?? 0) === 0 && (mean ?? 0) === 0)
  );
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
        one.metric.label,
        ...(options.hasVerdict ? [verdictWords(one.verdict)] : []),
        ...one.arms.map(({ median }) => formatFigure(median, one.metric.unit)),
        ...(isCompared ? comparisonCells(one, pairs.complete) : []),
      ],
    })),
  };
}

/** Pairs as `26 of 30` if some of the complete ones could not be compared. */
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
 * Every primary metric's distribution in each arm, over the answered requests. A percentile stands only
 * where there are as many answers as its interval needs.
 */
export function distributionTable({ primary }: Conclusions): Table {
  return {
    title: "Distribution in each arm, answered requests only",
    columns: [
      text("Metric"),
      text("Arm"),
      ...["n", "p50", "p90", "p95", "p99", "max", "mean"].map((title) => numeric(title)),
    ],
    rows: primary.flatMap(({ metric, arms }) =>
      arms.map((figures) => ({
        tone: "plain" as const,
        cells: [metric.label, figures.arm, ...distributionCells(figures, metric.unit)],
      })),
    ),
  };
}

/** n, p50, p90, p95, p99, max and mean. */
function distributionCells(figures: ArmFigures, unit: string): string[] {
  const { requests, median, p90, p95, p99, max, mean } = figures;
  const values = [median, p90, p95, p99, max, mean];
  return [String(requests), ...values.map((value) => formatFigure(value, unit))];
}

/** How large the effects are in other words, and whether they are surely too small to matter. */
export function effectSizeTable(found: Conclusions, alpha: number): Table {
  return {
    title: "Effect sizes and equivalence",
    columns: [
      text("Metric"),
      numeric(`Typical shift [${formatShare(1 - alpha)} interval]`),
      numeric("Cliff’s δ"),
      text("Margin"),
      numeric(`Effect on the margin’s scale [${formatShare(1 - 2 * alpha)} interval]`),
      text("Inside the margin"),
    ],
    rows: found.primary.flatMap(({ metric, comparison }) => {
      if (comparison === undefined) return [];
      const { shift, cliffsDelta, equivalence } = comparison;
      return [
        {
          tone: "plain" as const,
          cells: [
            metric.label,
            shift === undefined
              ? "–"
              : formatEffectInterval(shift, { scale: "difference", unit: metric.unit }),
            formatNumber(Number(cliffsDelta.toFixed(3))),
            equivalence?.words ?? "none declared",
            equivalence === undefined
              ? "–"
              : formatEffectInterval(equivalence, { scale: equivalence.scale, unit: metric.unit }),
            equivalence === undefined ? "–" : equivalence.holds ? "yes" : "no",
          ],
        },
      ];
    }),
  };
}

/** What became of the requests: how many were answered, what failed and how the others ended. */
export function armTable({ arms }: Conclusions): Table {
  return {
    title: "Arms",
    columns: [
      text("Arm"),
      text("Provider · model · buffer"),
      numeric("Requests"),
      text("Failed"),
      numeric("Tokens, median"),
      text("Ends"),
      numeric("Warm-up, not counted"),
    ],
    rows: arms.map((arm) => ({
      tone: arm.failed > 0 ? "caution" : "plain",
      cells: [
        arm.name,
        arm.description,
        String(arm.requests),
        failedCell(arm),
        formatFigure(arm.medianTokens, ""),
        Object.entries(arm.ends)
          .map(([kind, count]) => `${kind} ${count}`)
          .join(", ") || "–",
        String(arm.warmUp),
      ],
    })),
  };
}

/** `4 (13 %): 503` */
function failedCell({ failed, requests, failures }: ArmSummary): string {
  return failed === 0
    ? "0"
    : `${failed} (${formatShare(failed / requests)}): ${kindWords(failures)}`;
}

/** Checks with an outcome and a finding: validity's gates, or comparability's. */
export function checkTable(
  title: string,
  checks: readonly { readonly label: string; readonly outcome: string; readonly finding: string }[],
): Table {
  return {
    title,
    columns: [text("Check"), text("Outcome"), text("What was seen")],
    rows: checks.map(({ label, outcome, finding }) => ({
      tone: toneOfOutcome(outcome),
      cells: [label, outcome.replaceAll("-", " "), finding],
    })),
  };
}

/** The verdict in a few words; colour alone must not carry it. */
export function verdictWords(verdict: Verdict | undefined): string {
  if (verdict === undefined) return "–";
  if (verdict.kind !== "different") return verdict.words;
  const { words, direction, isBetter } = verdict;
  if (words === "faster" || words === "slower" || isBetter === undefined) return words;
  return `${direction} (${isBetter ? "better" : "worse"})`;
}

/** Good, bad or neither, for renderers with colours. */
export function toneOf(verdict: Verdict | undefined): Tone {
  switch (verdict?.kind) {
    case "different":
      return toneOfBetter(verdict.isBetter);
    case "equivalent-in-the-middle":
      return verdict.isBetter === false ? "bad" : "caution";
    case "inconclusive":
    case "below-accuracy":
    case "not-comparable":
      return "caution";
    case "equivalent":
    case "negligible":
    case undefined:
      return "plain";
  }
}

function toneOfBetter(isBetter: boolean | undefined): Tone {
  if (isBetter === undefined) return "plain";
  return isBetter ? "good" : "bad";
}

function toneOfOutcome(outcome: string): Tone {
  switch (outcome) {
    case "held":
      return "good";
    case "degraded":
    case "not-decided":
      return "caution";
    case "broken":
      return "bad";
    default:
      return "plain";
  }
}

function text(title: string): Column {
  return { title, isNumeric: false };
}

function numeric(title: string): Column {
  return { title, isNumeric: true };
}
