import type { Conclusions } from "../conclusions/conclusions.ts";
import { formatCount, formatShare } from "../words/format.ts";
import type { Report } from "../report.ts";
import { html, type Markup } from "./markup.ts";

/** The plan, environment, definitions and method that are needed to repeat or question a run. */
export function appendix({ run, conclusions }: Report): Markup {
  const { plan, environment } = run;
  const definitions = new Map(
    [...conclusions.primary, ...conclusions.exploratory].map(({ metric }) => [
      metric.name,
      metric.definition ?? "unknown",
    ]),
  );
  return html`<section class="appendix">
    <h2>Appendix</h2>
    <h3>The run</h3>
    ${facts([
      ["Run", run.id],
      ["Started", run.startedAt],
      ["Status", run.status],
      ["Mode", plan.mode],
      [
        "Pairs",
        `${conclusions.pairs.complete} of ${plan.pairs} planned, after ${formatCount(plan.warmUp, "warm-up request")}`,
      ],
      ["Concurrency", `${plan.concurrency} (closed loop)`],
      ["Seed", String(plan.seed)],
      ["α over all primary metrics", String(plan.alpha)],
    ])}
    <h3>Environment</h3>
    ${facts([
      ["Millrace", environment.millrace],
      ["Runtime", environment.runtime],
      ["Platform", environment.platform],
      ["Processor", `${environment.cpu}, ${formatCount(environment.cores, "core")}`],
      ["Memory", `${environment.memoryGiB} GiB`],
      ["Proxy", environment.proxy ?? "none"],
    ])}
    <h3>Definitions at the time of the run</h3>
    ${facts([...definitions])}
    <h3>Method</h3>
    ${method(conclusions, plan.alpha)}
  </section>`;
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
      One arm: its own figures, without a comparison. They cover its answered requests; failed
      requests are counted by kind. Nothing is trimmed.
    </p>`;
  }
  return html`<p>
      The unit of analysis is the pair: both arms answer the same prompt, in an order drawn by a
      seeded coin flip. Failed requests are reported separately, and an answer without any content
      counts as failed; failure rates are compared with Newcombe’s interval for paired proportions.
      Everything else is estimated from the pairs that both arms answered. Every excluded pair is
      counted; nothing is trimmed.
    </p>
    <p>
      Effects are Hodges–Lehmann estimates over the pairs: ratios for times and rates, differences
      for delays. Their ${formatShare(1 - alpha)} intervals invert the signed-rank test. Stalls and
      bursts, which most answers do not have, are compared by the share of answers that have them,
      with Newcombe’s interval. Each interval is computed for its metric alone and decides the
      direction: an effect is called higher or lower only if its whole interval is. p is two-sided;
      Holm’s procedure limits the rate of false alarms over all primary metrics to
      ${formatShare(alpha)}. No interval is computed from fewer than 6 pairs.
    </p>
    <p>
      Equivalence is tested by two one-sided tests at ${formatShare(alpha)}, adjusted for the
      family: the ${formatShare(1 - 2 * alpha)} interval must lie within the margin, with at least
      10 pairs, and no quantile’s whole interval may lie outside it. An effect no larger than the
      difference between this client’s errors in the two arms gets no verdict. Percentiles are shown
      only with as many answers as their intervals need: 36 for p90, 72 for p95, 368 for p99.
    </p>`;
}
