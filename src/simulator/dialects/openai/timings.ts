import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";

/** Lower bound of all times, as rates divide by them. */
const MIN_MS = 0.001;

/**
 * Returns llama.cpp's `timings`.
 *
 * @param sent The number of tokens so far.
 * @param dueMs When the latest token was due, in milliseconds after the request.
 * @see {@link https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md}
 */
export function timingsOf(
  { promptTokens, cachedTokens, tokens }: SimulatedAnswer,
  sent: number,
  dueMs: number,
): object {
  const read = promptTokens - cachedTokens;
  const firstMs = tokens[0]?.dueMs ?? 0;
  const promptMs = Math.max(firstMs, MIN_MS);
  const predictedMs = Math.max(dueMs - firstMs, MIN_MS);
  return {
    cache_n: cachedTokens,
    prompt_n: read,
    prompt_ms: promptMs,
    prompt_per_token_ms: promptMs / Math.max(read, 1),
    prompt_per_second: (read * 1000) / promptMs,
    predicted_n: sent,
    predicted_ms: predictedMs,
    predicted_per_token_ms: predictedMs / Math.max(sent, 1),
    predicted_per_second: (sent * 1000) / predictedMs,
  };
}
