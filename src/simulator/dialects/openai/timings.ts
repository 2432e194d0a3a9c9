import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";

/** Times of nothing are not told as 0, which rates would divide by. */
const SHORTEST_MS = 0.001;

/**
 * What llama.cpp says of its own speed.
 *
 * @param sent Tokens so far.
 * @param dueMs When the latest of them was due, from the request's arrival.
 * @see {@link https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md}
 */
export function timingsOf(
  { promptTokens, cachedTokens, tokens }: SimulatedAnswer,
  sent: number,
  dueMs: number,
): object {
  const read = promptTokens - cachedTokens;
  const firstMs = tokens[0]?.dueMs ?? 0;
  const promptMs = Math.max(firstMs, SHORTEST_MS);
  const predictedMs = Math.max(dueMs - firstMs, SHORTEST_MS);
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
