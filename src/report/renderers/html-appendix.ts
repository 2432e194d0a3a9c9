import type { Conclusions } from "../conclusions/conclusions.ts";
import { formatCount, formatShare } from "../words/format.ts";
import type { Report } from "../report.ts";
import { html, type Markup } from "./markup.ts";

/** What a reader needs to repeat the run, to doubt it or to compare it with another. */
export function appendix({ run, conclusions }: Report): Markup {
  return html`<section class="appendix">
    <h2>Appendix</h2>
    <h3>The run</h3>
    ${facts([
      ["Run", run.id],
      ["Started", run.startedAt],
      ["Status", run.status],
      ["Mode", run.plan.mode],
      [
        "Pairs",
        `${conclusions.pairs.complete} of ${run.plan.pairs} planned, after ${formatCount(run.plan.warmUp, "warm-up request")}`,
      ],
      ["Under way at once", `${run.plan.concurrency} (closed loop)`],
      ["Seed", String(run.plan.seed)],
      ["α over the primary metrics", String(run.plan.alpha)],
    ])}
    <h3>Environment</h3>
    ${facts([
      ["Millrace", run.environment.millrace],
      ["Runtime", run.environment.runtime],
      ["Platform", run.environment.platform],
      ["Processor", `${run.environment.cpu}, ${formatCount(run.environment.cores, "core")}`],
      ["Memory", `${run.environment.memoryGiB} GiB`],
      ["Proxy", run.environment.proxy ?? "none"],
    ])}
    <h3>Definitions, as of the run</h3>
    ${facts(definitions(conclusions))}
    <h3>Method</h3>
    ${method(conclusions, run.plan.alpha)}
  </section>`;
}

function definitions({
  primary,
  exploratory,
}: Conclusions): readonly (readonly [string, string])[] {
  const byName = new Map(
    [...primary, ...exploratory].map(({ metric }) => [
      metric.name,
      metric.definition ?? "not known",
    ]),
  );
  return [...byName];
}

function facts(rows: readonly (readonly [string, string])[]): Markup {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl>`;
}

function method({ comparability }: Conclusions, alpha: number): Markup {
  if (comparability.length === 0) {
    return html`<p>
      One arm: its own figures, with nothing to compare them with. They are those of its answered
      requests; what failed is counted by kind. Nothing is trimmed.
    </p>`;
  }
  return html`<p>
      The unit is the pair: both arms answer the same prompt, in an order decided by a seeded coin.
      Failed requests are reported separately: their rates are compared with Newcombe’s interval for
      paired shares, and an answer without any content is a failure. Everything else rests on the
      pairs that both arms answered. Every excluded pair is counted; nothing is trimmed.
    </p>
    <p>
      Effects are Hodges–Lehmann estimates over the pairs: ratios for times and rates, differences
      for delays, and differences of shares for stalls and bursts, which most answers do not have.
      Their ${formatShare(1 - alpha)} intervals come from inverting the signed-rank test, each by
      itself, and decide the direction: no effect is higher or lower unless its whole interval is. p
      is two-sided; Holm’s procedure keeps the rate of false alarms over all primary metrics at
      ${formatShare(alpha)}. No interval is drawn from fewer than 6 pairs.
    </p>
    <p>
      Equivalence is two one-sided tests at ${formatShare(alpha)}, adjusted for the family: the
      ${formatShare(1 - 2 * alpha)} interval must lie within the margin, from at least 10 pairs, and
      no part of the distribution may surely lie outside. An effect no larger than the difference of
      this client’s errors between the arms is no verdict. Percentiles are printed from as many
      answers as their intervals need: 36 for p90, 72 for p95, 368 for p99.
    </p>`;
}
