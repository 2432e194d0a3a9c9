import type { ArmFigures, Conclusions, MetricConclusion, Verdict } from "./conclusions.ts";
import { formatEffectInterval } from "./format-effect.ts";
import { formatFigure, formatNumber, formatP, formatShare } from "./format.ts";

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
  /** How the row is to be felt, where a renderer has colours. */
  readonly tone: Tone;
}

export type Tone = "good" | "bad" | "caution" | "plain";

/** What the verdict is about: verdict, effect with interval, p and pairs beside each arm's median. */
export function primaryTable(found: Conclusions, alpha: number): Table {
  const family = found.primary.length > 1 ? "p (Holm)" : "p";
  return metricTable(found.primary, {
    title: found.primary.some(({ comparison }) => comparison !== undefined)
      ? "Medians of each arm, and the effect on pairs"
      : "Medians of each arm",
    arms: found.arms.map(({ name }) => name),
    p: family,
    alpha,
    hasVerdict: found.primary.some(({ comparison }) => comparison !== undefined),
  });
}

/** All else that was measured, with no verdicts: hints, not findings. */
export function exploratoryTable(found: Conclusions, alpha: number): Table {
  return metricTable(found.exploratory, {
    title: "Other metrics, exploratory",
    arms: found.arms.map(({ name }) => name),
    p: "p (BH, exploratory)",
    alpha,
    hasVerdict: false,
  });
}

interface MetricTableOptions {
  readonly title: string;
  readonly arms: readonly string[];
  readonly p: string;
  readonly alpha: number;
  readonly hasVerdict: boolean;
}

function metricTable(metrics: readonly MetricConclusion[], options: MetricTableOptions): Table {
  const isCompared = metrics.some(({ comparison }) => comparison !== undefined);
  return {
    title: options.title,
    columns: [
      text("Metric"),
      ...(options.hasVerdict ? [text("Verdict")] : []),
      ...options.arms.map((name) => numeric(name)),
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
        ...one.arms.map((figures) => medianCell(figures, one.metric.unit)),
        ...(isCompared ? comparisonCells(one) : []),
      ],
    })),
  };
}

function medianCell({ median }: ArmFigures, unit: string): string {
  return formatFigure(median, unit);
}

function comparisonCells({ comparison, metric }: MetricConclusion): string[] {
  if (comparison === undefined) return ["–", "–", "–"];
  const { effect, scale, adjustedP, pairs } = comparison;
  return [
    formatEffectInterval(effect, { scale, unit: metric.unit }),
    formatP(adjustedP).replace(/^p (?:= )?/, ""),
    String(pairs),
  ];
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
      numeric("90 % interval"),
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
              : formatEffectInterval(equivalence, {
                  scale: equivalence.scale,
                  unit: metric.unit,
                }),
            equivalence === undefined ? "–" : equivalence.holds ? "yes" : "no",
          ],
        },
      ];
    }),
  };
}

/** What became of the requests. */
export function armTable({ arms }: Conclusions): Table {
  return {
    title: "Arms",
    columns: [
      text("Arm"),
      text("Provider · model · buffer"),
      numeric("Requests"),
      numeric("Failed"),
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
        String(arm.failed),
        formatFigure(arm.medianTokens, ""),
        Object.entries(arm.ends)
          .map(([kind, count]) => `${kind} ${count}`)
          .join(", "),
        String(arm.warmUp),
      ],
    })),
  };
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
      cells: [label, outcome.replace("-", " "), finding],
    })),
  };
}

/** The verdict in a word or two; colour alone must not carry it. */
export function verdictWords(verdict: Verdict | undefined): string {
  switch (verdict?.kind) {
    case undefined:
      return "–";
    case "different": {
      const { words, direction, isBetter } = verdict;
      if (words === "faster" || words === "slower" || isBetter === undefined) return words;
      return `${direction} (${isBetter ? "better" : "worse"})`;
    }
    case "equivalent":
      return "equivalent";
    case "inconclusive":
    case "not-comparable":
      return verdict.words;
  }
}

/** Good, bad or neither, for renderers with colours. */
export function toneOf(verdict: Verdict | undefined): Tone {
  switch (verdict?.kind) {
    case "different":
      return verdict.isBetter === undefined ? "plain" : verdict.isBetter ? "good" : "bad";
    case "inconclusive":
    case "not-comparable":
      return "caution";
    case "equivalent":
    case undefined:
      return "plain";
  }
}

function toneOfOutcome(outcome: string): Tone {
  switch (outcome) {
    case "held":
      return "good";
    case "degraded":
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
