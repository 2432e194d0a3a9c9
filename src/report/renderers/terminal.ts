import { packToWidth, wrapToWidth } from "../../text/index.ts";
import type { ArmFigures } from "../conclusions/arms.ts";
import type { Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import { formatEffect, formatMargin } from "../words/format-effect.ts";
import { formatFigure, formatP, formatShare } from "../words/format.ts";
import { failureKinds } from "../words/failure-sentence.ts";
import type { Report } from "../report.ts";
import { armDescription } from "../tables/arm-table.ts";
import { reportTables } from "../tables/report-tables.ts";
import { type Table, toneOf } from "../tables/table.ts";
import { headline } from "../words/headline.ts";
import { metricLabel } from "../words/metric-label.ts";
import { notes } from "../words/notes.ts";
import { shortVerdict } from "../words/verdict-phrase.ts";
import { accuracySentence, validityPhrase, warnings } from "../words/trust-phrases.ts";
import { type Paint, renderTable, styled } from "./terminal-table.ts";

/** Options for {@link renderTerminal}. */
export interface TerminalOptions {
  /**
   * Width of the terminal, in character cells.
   *
   * @defaultValue `80`
   */
  readonly columns?: number;
  /**
   * Whether to use colours. The caller checks `NO_COLOR` and pipes.
   *
   * @defaultValue `false`
   */
  readonly color?: boolean;
  /**
   * Whether to print all tables before the verdict, including exploratory metrics. Otherwise a report of three
   * primary metrics fits on one screen.
   *
   * @defaultValue `false`
   */
  readonly all?: boolean;
}

/** Maximum lines of a report without `all`; findings beyond it are only counted. */
const SCREEN_LINES = 30;

/**
 * Renders a report for a terminal. It ends with the verdict, which therefore stays on the screen.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * renderTerminal(makeReport({ manifest, requests: [] })).trimEnd().split("\n").at(-1)?.includes("the arms."); // true
 * ```
 */
export function renderTerminal(
  report: Report,
  { columns = 80, color = false, all = false }: TerminalOptions = {},
): string {
  const screen: Screen = { width: Math.max(40, columns), paint: styled(color), all };
  const figures = [...armLines(report, screen), ...metricLines(report, screen)];
  const validity = validityLines(report.conclusions, screen);
  const verdict = wrapToWidth(headline(report), screen.width);
  const blankLines = 2;
  const room = SCREEN_LINES - figures.length - validity.length - verdict.length - blankLines;
  const sections = [
    ...(all ? tablesOf(report).map((table) => renderTable(table, screen)) : []),
    figures.join("\n"),
    [...validity, ...findingLines(report, screen, room)].join("\n"),
    verdict.map((line) => screen.paint(line, "strong")).join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

interface Screen {
  readonly width: number;
  readonly paint: Paint;
  readonly all: boolean;
}

function tablesOf(report: Report): readonly Table[] {
  const { exploratory, effectSizes, distribution, arms } = reportTables(report);
  return [exploratory, effectSizes, distribution, arms];
}

/** One line per arm: what it is, and what failed. */
function armLines({ run, conclusions }: Report, { width, paint }: Screen): string[] {
  return conclusions.arms.flatMap(({ name, requests, failed, failures }, index) => {
    const kinds = failed === 0 ? "" : ` (${failureKinds(failures)})`;
    return hanging(
      `${name}: ${requests - failed} of ${requests} answered, ${failed} failed${kinds} · ${armDescription(run.plan.arms[index])}`,
      width,
    ).map((line) => (failed === 0 ? line : paint(line, "caution")));
  });
}

/** One block per primary metric: verdict, each arm's figures and the evidence. */
function metricLines({ run, conclusions }: Report, { width, paint }: Screen): string[] {
  return conclusions.primary.flatMap((one) => {
    const { metric, verdict, arms } = one;
    const phrase = verdict === undefined ? "" : `: ${shortVerdict(one)}`;
    const title = wrapToWidth(`${metricLabel(metric)}${phrase}`, width);
    const tone = toneOf(verdict);
    return [
      ...title.map((line) => paint(line, tone === "plain" ? "strong" : tone)),
      ...arms.flatMap((figures) => indented(figureWords(figures, metric.unit), width)),
      ...indented(evidence(one, conclusions.pairs.complete, run.plan.alpha), width),
    ];
  });
}

/** Omits percentiles that need more answers; the tables show a dash for these. */
function figureWords(figures: ArmFigures, unit: string): string[] {
  const { arm, requests, median, p90, p95, p99, max, mean } = figures;
  const known = Object.entries({ p90, p95, p99, max, mean })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${formatFigure(value, "")}`);
  return [`${arm}: p50 ${formatFigure(median, unit)}`, ...known, `n ${requests}`];
}

/** `effect +22 %, 95 % [+19, +25]`, p, pairs and margin. */
function evidence(
  { metric, comparison }: MetricConclusion,
  complete: number,
  alpha: number,
): string[] {
  if (comparison === undefined) return [];
  const { effect, scale, adjustedP, equivalence } = comparison;
  const { estimate, bounds } = formatEffect(effect, { scale, unit: metric.unit });
  const pairs = comparison.pairs === complete ? "" : ` of ${complete}`;
  return [
    `effect ${estimate}, ${formatShare(1 - alpha)} ${bounds}`,
    formatP(adjustedP),
    `${comparison.pairs}${pairs} pairs`,
    equivalence === undefined ? "no margin" : `margin ${formatMargin(equivalence, metric)}`,
  ];
}

function validityLines(conclusions: Conclusions, { width, paint }: Screen): string[] {
  const verdict = conclusions.validity?.verdict;
  const style = verdict === "valid" ? "good" : verdict === "invalid" ? "bad" : "caution";
  return [
    ...wrapToWidth(validityPhrase(conclusions), width).map((line) => paint(line, style)),
    ...wrapToWidth(accuracySentence(conclusions.accuracy), width),
  ];
}

/** Warnings and notes: all of them, or as many as there is room for and a count of the rest. */
function findingLines(report: Report, { width, all }: Screen, room: number): string[] {
  const findings = [...warnings(report.conclusions), ...notes(report)].map((text) =>
    hanging(`• ${text}`, width),
  );
  if (all || findings.flat().length <= room) return findings.flat();
  // The count of the rest needs one line, and the first finding is always shown.
  const used = findings.map((_, index) => findings.slice(0, index + 1).flat().length);
  const shown = Math.max(1, used.filter((lines) => lines < room).length);
  const more = findings.length - shown;
  const rest = hanging(`• ${more} more in the report files, or with --all`, width);
  return [...findings.slice(0, shown).flat(), ...(more === 0 ? [] : rest)];
}

/** Lines after the first are indented. */
function hanging(text: string, width: number): string[] {
  const [first = "", ...rest] = wrapToWidth(text, width - 2);
  return [first, ...rest.map((line) => `  ${line}`)];
}

function indented(phrases: readonly string[], width: number): string[] {
  return packToWidth(phrases, width - 4).map((line, index) =>
    index === 0 ? `  ${line}` : `    ${line}`,
  );
}
