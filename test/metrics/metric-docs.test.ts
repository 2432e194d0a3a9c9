import { describe, expect, it } from "vitest";

import { type Metric, metricCatalogue } from "../../src/metrics/index.ts";
import { sourceOf } from "../support/rooms.ts";

function marginWords({ compareAs, defaultMargin, unit }: Metric): string {
  if (defaultMargin === undefined) return "none";
  if (defaultMargin.kind === "difference") {
    return compareAs === "share"
      ? `${100 * defaultMargin.by} points`
      : `${defaultMargin.by} ${unit}`;
  }
  const least = defaultMargin.atLeast === 0 ? "" : ` or ${defaultMargin.atLeast} ${unit}`;
  return `${100 * defaultMargin.share} %${least}`;
}

describe("docs/metrics.md", () => {
  const rows = sourceOf("docs/metrics.md")
    .split("\n")
    .map((line) => line.replaceAll(/ +\|/gu, " |"))
    .filter((line) => /^\| `\w+` \|/u.test(line));

  it("has a row for each metric, in order, with the definition that goes into results", () => {
    expect(rows).toEqual(
      metricCatalogue.map((metric) => {
        const { id, unit, layers, compareAs } = metric;
        const definition = metric.definition.replaceAll("|", "\\|");
        const cells = [
          `\`${id}\``,
          unit,
          layers.join(", "),
          compareAs,
          marginWords(metric),
          definition,
        ];
        return `| ${cells.join(" | ")} |`;
      }),
    );
  });
});
