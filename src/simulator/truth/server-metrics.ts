import { histogram } from "./histogram.ts";
import type { TruthSummary, TruthToken } from "./truth-log.ts";

/** What a server counts of itself, as `/metrics` tells it. */
export interface ServerMetrics {
  /** A token has been written. @param beforeUs When the one before it was sent. */
  sent(token: TruthToken, beforeUs: number | undefined): void;
  /** A request has ended. */
  ended(summary: TruthSummary): void;
  /** Prometheus text, version 0.0.4. */
  text(now: ServerState): string;
}

/** What is going on in this moment. */
export interface ServerState {
  readonly running: number;
  readonly waiting: number;
  /** In [0, 1]; 0 where nothing is cached. */
  readonly cacheUsage: number;
  readonly preemptions: number;
}

/** As vLLM has them, in seconds. */
const TTFT_BOUNDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
const GAP_BOUNDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const TOTAL_BOUNDS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60];
const LATENESS_BOUNDS = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.05];

/**
 * Counts under the names that vLLM's server has, so that dashboards made for it work; what it has not is
 * `millrace:`.
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
    sent({ dueUs, sentUs }, beforeUs) {
      generatedTokens++;
      lateness.observe((sentUs - dueUs) / 1e6);
      if (beforeUs === undefined) ttft.observe(sentUs / 1e6);
      else gaps.observe((sentUs - beforeUs) / 1e6);
    },
    ended({ state, endedUs, ...summary }) {
      ends.set(state, (ends.get(state) ?? 0) + 1);
      promptTokens += summary.promptTokens ?? 0;
      cachedTokens += summary.cachedTokens ?? 0;
      if (endedUs !== undefined) total.observe(endedUs / 1e6);
    },
    text: ({ running, waiting, cacheUsage, preemptions }) =>
      [
        ...gauge("vllm:num_requests_running", "Requests that are being answered", running),
        ...gauge("vllm:num_requests_waiting", "Requests that wait for their turn", waiting),
        ...gauge("vllm:kv_cache_usage_perc", "Share of the cache that is used", cacheUsage),
        ...counter("vllm:num_preemptions_total", "Answers that were put off", preemptions),
        ...counter("vllm:prompt_tokens_total", "Tokens of prompts", promptTokens),
        ...counter(
          "vllm:prefix_cache_hits_total",
          "Tokens of prompts from the cache",
          cachedTokens,
        ),
        ...counter("vllm:generation_tokens_total", "Tokens of answers", generatedTokens),
        ...head("vllm:request_success_total", "Requests that ended, by how", "counter"),
        ...Array.from(
          ends,
          ([end, count]) => `vllm:request_success_total{finished_reason="${end}"} ${count}`,
        ),
        ...head("vllm:time_to_first_token_seconds", "Until the first token", "histogram"),
        ...ttft.lines("vllm:time_to_first_token_seconds"),
        ...head("vllm:inter_token_latency_seconds", "Between two tokens", "histogram"),
        ...gaps.lines("vllm:inter_token_latency_seconds"),
        ...head("vllm:e2e_request_latency_seconds", "Until the end", "histogram"),
        ...total.lines("vllm:e2e_request_latency_seconds"),
        ...head(
          "millrace:lateness_seconds",
          "From when a token was due until it was sent",
          "histogram",
        ),
        ...lateness.lines("millrace:lateness_seconds"),
        "",
      ].join("\n"),
  };
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function gauge(name: string, help: string, value: number): string[] {
  return [...head(name, help, "gauge"), `${name} ${value}`];
}

function counter(name: string, help: string, value: number): string[] {
  return [...head(name, help, "counter"), `${name} ${value}`];
}
