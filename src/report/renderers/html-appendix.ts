import type { Conclusions } from "../conclusions.ts";
import { formatCount, formatShare } from "../format.ts";
import { plainText } from "../plain-text.ts";
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
    [...primary, ...exploratory].map(({ metric }) => [metric.name, metric.definition]),
  );
  return [...byName];
}

function facts(rows: readonly (readonly [string, string])[]): Markup {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${plainText(name)}</dt>
          <dd>${plainText(value)}</dd>
        </div> `,
    )}
  </dl>`;
}

function method({ comparability }: Conclusions, alpha: number): Markup {
  if (comparability.length === 0) {
    return html`<p>
      One arm: its own figures, with nothing to compare them with. Quantiles count a failed request
      as worse than any other; nothing is trimmed.
    </p>`;
  }
  return html`<p>
    The unit is the pair: both arms answer the same prompt, in an order decided by a seeded coin.
    Effects are Hodges–Lehmann estimates over the pairs, of the ratio where a metric is never 0 and
    of the difference where it can be, with ${formatShare(1 - alpha)} intervals, each by itself. p
    is two-sided, from a randomisation test that flips the pairs’ signs as the design could have
    drawn them, on the signed ranks; Holm’s procedure keeps the rate of false alarms over all
    primary metrics at ${formatShare(alpha)}. Equivalence is two one-sided tests: the 90 % interval
    must lie inside the margin. A failed request counts as worse than any other; nothing is trimmed,
    and what could not enter is counted.
  </p>`;
}
