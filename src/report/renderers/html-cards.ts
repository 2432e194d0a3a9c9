import type { Comparison } from "../conclusions/comparison.ts";
import type { Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import { directionOf } from "../conclusions/effect-scale.ts";
import { formatEffect, formatMargin } from "../words/format-effect.ts";
import { formatCount, formatFigure, formatP, formatShare } from "../words/format.ts";
import { failureKinds } from "../words/failure-sentence.ts";
import { toneOf } from "../tables/table.ts";
import { metricLabel } from "../words/metric-label.ts";
import { meansApart, whyInconclusive } from "../words/verdict-clause.ts";
import { shortVerdict, whyNotComparable } from "../words/verdict-phrase.ts";
import { intervalBar } from "./interval-bar.ts";
import { html, type Markup } from "./markup.ts";

/** Card of one primary metric: verdict, effect, each arm's value and the evidence. */
export function card(one: MetricConclusion, alpha: number): Markup {
  const { metric, comparison, verdict } = one;
  if (comparison === undefined) return refusedCard(one);
  const { effect, scale, adjustedP, pairs } = comparison;
  const { estimate, bounds } = formatEffect(effect, { scale, unit: metric.unit });
  const evidence = [marginPhrase(one, comparison), meansApart(one)].filter(Boolean).join(", ");
  return html`<section class="card ${toneOf(verdict)}">
    ${heading(one)}
    <p class="word">${shortVerdict(one)}</p>
    <p class="effect">${estimate}</p>
    <p class="values">${values(one)}</p>
    ${intervalBar(comparison, `${metricLabel(metric)}: ${estimate}, interval ${bounds}`)}
    <p class="evidence">
      ${formatShare(1 - alpha)} interval ${bounds}<br />${formatP(adjustedP)} ·
      ${formatCount(pairs, "pair")}<br />${evidence}
    </p>
  </section>`;
}

/** Card of a metric on which the arms are not comparable, with the reason. */
function refusedCard(one: MetricConclusion): Markup {
  if (one.verdict?.kind !== "not-comparable" || one.comparability?.kind !== "not-comparable") {
    return html``;
  }
  return html`<section class="card caution">
    ${heading(one)}
    <p class="word">${shortVerdict(one)}</p>
    <p class="evidence">${whyNotComparable(one) ?? ""}</p>
  </section>`;
}

/** Card of the failed requests. It comes first, because timing covers only answered requests. */
export function failureCard({ arms, failureRate }: Conclusions): Markup {
  if (failureRate === undefined || arms.every(({ failed }) => failed === 0)) return html``;
  const { estimate, bounds } = formatEffect(failureRate, { scale: "share", unit: "" });
  const direction = directionOf(failureRate, "share") ?? "none";
  const tone = { lower: "good", higher: "bad", none: "caution" }[direction];
  const word = { lower: "fewer failures", higher: "more failures", none: "inconclusive" }[
    direction
  ];
  return html`<section class="card ${tone}">
    <h2>Failed requests</h2>
    <p class="word">${word}</p>
    <p class="effect">${estimate}</p>
    <p class="evidence">95 % interval ${bounds}</p>
    ${arms.map(
      ({ name, failed, requests, failures }) =>
        html`<p class="values">
          ${name}: ${failed} of ${requests}${failed === 0 ? "" : ` (${failureKinds(failures)})`}
        </p>`,
    )}
  </section>`;
}

function heading({ metric }: MetricConclusion): Markup {
  return html`<h2>
    ${metric.name} <span>${metricLabel(metric).slice(metric.name.length)}</span>
  </h2>`;
}

/** `193 → 236 ms`, baseline first. */
function values({ metric, typical, comparison }: MetricConclusion): string {
  if (typical === undefined) return "";
  const { baseline, candidate } = typical;
  if (comparison?.scale === "share") {
    return `${formatShare(baseline)} → ${formatShare(candidate)} of answers`;
  }
  return `median ${formatFigure(baseline, "")} → ${formatFigure(candidate, metric.unit)}`;
}

function marginPhrase({ verdict, metric }: MetricConclusion, comparison: Comparison): string {
  const { equivalence } = comparison;
  if (verdict?.kind === "inconclusive") return whyInconclusive(verdict, comparison, metric);
  return equivalence === undefined ? "no margin" : `margin ${formatMargin(equivalence, metric)}`;
}
