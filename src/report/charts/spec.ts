/** Any JSON value: what a chart is made of, so that it can be written, sent and compared. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A Vega-Lite view without `$schema` and `config`, so that views can be put together. */
export type ChartView = { readonly [name: string]: Json };

/** A whole Vega-Lite document, in the part of the language that v5 and v6 have in common. */
export type VegaLiteSpec = ChartView & { readonly $schema: string; readonly config: Json };

/** A chart of a report: data already aggregated, at most 300 kB as JSON. */
export interface Chart {
  /** Unique in its report; a file name without its ending. */
  readonly id: string;
  /** What it shows: the label for screen readers. */
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly caption: string;
  /** Whether it needs the whole width of a page. */
  readonly isWide: boolean;
  readonly view: ChartView;
}

/** Where a chart is shown. */
export interface SpecOptions {
  /**
   * Vega-Lite's major version that `$schema` asks for. JupyterLab renders 5 only.
   *
   * @defaultValue `6`
   */
  readonly version?: 5 | 6;
  /**
   * `page` inherits text colour and font from the page that the SVG stands in, so that it follows a
   * dark theme; `plain` leaves them to the host.
   *
   * @defaultValue `"plain"`
   */
  readonly theme?: "plain" | "page";
}

/**
 * A view as a whole document, for Vega-Lite 5 or 6.
 *
 * @example
 * ```ts
 * vegaLiteSpec({ mark: "point" }, { version: 5 }).$schema;
 * // "https://vega.github.io/schema/vega-lite/v5.json"
 * ```
 */
export function vegaLiteSpec(
  view: ChartView,
  { version = 6, theme = "plain" }: SpecOptions = {},
): VegaLiteSpec {
  return {
    ...view,
    $schema: `https://vega.github.io/schema/vega-lite/v${version}.json`,
    config: theme === "page" ? { ...LOOK, ...INHERITED } : LOOK,
  };
}

const LOOK = {
  // The page or the cell describes the chart as a whole; a label on each mark is noise, and weight.
  aria: false,
  view: { stroke: null },
  title: {
    anchor: "start",
    fontSize: 13,
    fontWeight: 600,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 10,
    limit: 520,
  },
  axis: { grid: true, gridOpacity: 0.16, ticks: false, labelPadding: 6, titlePadding: 8 },
  legend: { orient: "top", title: null, direction: "horizontal", offset: 2 },
} as const;

const INK = "currentColor";

const INHERITED = {
  background: null,
  font: "inherit",
  title: { ...LOOK.title, color: INK, subtitleColor: INK },
  axis: { ...LOOK.axis, labelColor: INK, titleColor: INK, gridColor: INK, domainColor: INK },
  legend: { ...LOOK.legend, labelColor: INK },
} as const;

/** Six digits: more is weight without meaning. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
