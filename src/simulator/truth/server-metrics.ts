import type { TruthSummary, TruthToken } from "./truth-log.ts";

/** Metrics of a server, served at `/metrics`. */
export interface ServerMetrics {
  /** @param previousUs When the token before it was sent. */
  sent(token: TruthToken, previousUs: number | undefined): void;
  ended(summary: TruthSummary): void;
  /**
   * Formats all metrics as Prometheus text, version 0.0.4.
   *
   * @param load Current load; `cacheUsage` is in [0, 1].
   */
  text(
    load: Readonly<Record<"running" | "waiting" | "cacheUsage" | "preemptions", number>>,
  ): string;
}

/** Histogram bounds of vLLM, in seconds. */
const TTFT_BOUNDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
const GAP_BOUNDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const TOTAL_BOUNDS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60];
const LATENESS_BOUNDS = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.05];

/**
 * Metrics under vLLM's names, so that its dashboards work; metrics that vLLM does not have are prefixed `millrace:`.
 *
 * @see {@link https://docs.vllm.ai/en/latest/usage/metrics.html}
 */
export function serverMetrics(): ServerMetrics {
  const ttft = histogram(TTFT_BOUNDS);
  const gaps = histogram(GAP_BOUNDS);
  const total = histogram(TOTAL_BOUNDS);
  const lateness = histogram(LATENESS_BOUNDS);
  const ends = new Map<string, number>();
  let promptTokens = 0;
  let cachedTokens = 0;
  let generatedTokens = 0;

  return {
    sent({ dueUs, sentUs }, previousUs) {
      generatedTokens++;
      lateness.observe((sentUs - dueUs) / 1e6);
      if (previousUs === undefined) ttft.observe(sentUs / 1e6);
      else gaps.observe((sentUs - previousUs) / 1e6);
    },
    ended({ state, endedUs, ...summary }) {
      ends.set(state, (ends.get(state) ?? 0) + 1);
      promptTokens += summary.promptTokens ?? 0;
      cachedTokens += summary.cachedTokens ?? 0;
      if (endedUs !== undefined) total.observe(endedUs / 1e6);
    },
    text: ({ running, waiting, cacheUsage, preemptions }) =>
      [
        ...gauge("vllm:num_requests_running", "Running requests", running),
        ...gauge("vllm:num_requests_waiting", "Waiting requests", waiting),
        ...gauge("vllm:kv_cache_usage_perc", "Share of the cache in use", cacheUsage),
        ...counter("vllm:num_preemptions_total", "Preempted answers", preemptions),
        ...counter("vllm:prompt_tokens_total", "Prompt tokens", promptTokens),
        ...counter("vllm:prefix_cache_hits_total", "Cached prompt tokens", cachedTokens),
        ...counter("vllm:generation_tokens_total", "Generated tokens", generatedTokens),
        ...head("vllm:request_success_total", "Ended requests by reason", "counter"),
        ...Array.from(
          ends,
          ([end, count]) => `vllm:request_success_total{finished_reason="${end}"} ${count}`,
        ),
        ...ttft.lines("vllm:time_to_first_token_seconds", "Time to first token"),
        ...gaps.lines("vllm:inter_token_latency_seconds", "Time between tokens"),
        ...total.lines("vllm:e2e_request_latency_seconds", "Request duration"),
        ...lateness.lines(
          "millrace:lateness_seconds",
          "Delay between the due time and the sending of a token",
        ),
        "",
      ].join("\n"),
  };
}

/**
 * A Prometheus histogram: counts of values at or below each bound, and their sum.
 *
 * @param bounds Ascending; `+Inf` is added.
 *
 * @see {@link https://prometheus.io/docs/instrumenting/exposition_formats/}
 */
function histogram(bounds: readonly number[]) {
  const counts = bounds.map(() => 0);
  let sum = 0;
  let count = 0;

  return {
    observe(value: number): void {
      count++;
      sum += value;
      const index = bounds.findIndex((bound) => value <= bound);
      if (index !== -1) counts[index] = (counts[index] ?? 0) + 1;
    },
    lines(name: string, help: string): readonly string[] {
      let below = 0;
      const buckets = bounds.map((bound, index) => {
        below += counts[index] ?? 0;
        return `${name}_bucket{le="${bound}"} ${below}`;
      });
      return [
        ...head(name, help, "histogram"),
        ...buckets,
        `${name}_bucket{le="+Inf"} ${count}`,
        `${name}_sum ${sum}`,
        `${name}_count ${count}`,
      ];
    },
  };
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

const sample = (type: string) => (name: string, help: string, value: number) => [
  ...head(name, help, type),
  `${name} ${value}`,
];
const gauge = sample("gauge");
const counter = sample("counter");
