/** Any JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A Vega-Lite view without `$schema` and `config`, so that views can be combined. */
export type ChartView = { readonly [name: string]: Json };

/** A complete Vega-Lite document in the common subset of versions 5 and 6. */
export type VegaLiteSpec = ChartView & { readonly $schema: string; readonly config: Json };

/** A chart of a report with aggregated data, at most 300 kB as JSON. */
export interface Chart {
  /** Unique in its report; a file name without extension. */
  readonly id: string;
  /** Label for screen readers. */
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly caption: string;
  /** Whether it needs the full page width. */
  readonly isWide: boolean;
  readonly view: ChartView;
}

/** Options for {@link vegaLiteSpec}. */
export interface SpecOptions {
  /**
   * Major version of Vega-Lite in `$schema`. JupyterLab renders only 5.
   *
   * @defaultValue `6`
   */
  readonly version?: 5 | 6;
  /**
   * `page` inherits text colour and font from the page around the SVG, so that it follows a dark theme; `plain`
   * leaves them to the host.
   *
   * @defaultValue `"plain"`
   */
  readonly theme?: "plain" | "page";
}

/**
 * Makes a view into a complete document for Vega-Lite 5 or 6.
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
  // The page or cell describes the chart as a whole; a label on each mark would be noise.
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

/** Rounds to six digits, to keep documents small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
