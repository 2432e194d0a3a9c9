import { numberFrom, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import type { RouterPolicy } from "../settings/server-rules.ts";
import { SimulationError } from "../simulation-error.ts";

export interface RoutedWorker {
  /** Returns the number of cached tokens at the start of a prompt. */
  lookup(tokens: readonly string[]): number;
  /** Tokens still to be prefilled for its current requests. */
  readonly pendingPrefillTokens: number;
  readonly kvTokens: number;
}

interface RouterOptions {
  /** `kv` weighs cached tokens against load; `round-robin` and `random` consider neither. @defaultValue `"kv"` */
  readonly policy?: RouterPolicy | undefined;
  /**
   * Cost of a token that must be prefilled. A higher weight answers sooner, a lower one spreads the load better.
   * `kv` only.
   *
   * @defaultValue `1`, as in Dynamo.
   */
  readonly overlapWeight?: number | undefined;
  /** Cost of a token of context. `kv` only. @defaultValue `1`, as in Dynamo. */
  readonly loadWeight?: number | undefined;
  /** Breaks ties between workers of equal cost; chooses among all if the policy is `random`. */
  readonly random: Random;
}

export interface Router<Worker> {
  /**
   * Chooses a worker for a prompt, without changing the worker. Cost: O(workers × tokens).
   *
   * @returns The worker, its index, and the number of prompt tokens in its cache.
   */
  place(tokens: readonly string[]): {
    readonly worker: Worker;
    readonly index: number;
    readonly cachedTokens: number;
  };
}

/**
 * Spreads requests over workers with different caches.
 *
 * The policy `kv` chooses the worker with the lowest cost:
 * `overlapWeight × (pendingPrefillTokens + uncached tokens) + loadWeight × (kvTokens + all tokens)`,
 * in tokens, while Dynamo counts blocks. Ties are broken at random: otherwise the first of several idle workers would
 * get every request.
 *
 * @throws {SimulationError} When there is no worker or a weight is not a number from 0.
 *
 * @see {@link https://docs.nvidia.com/dynamo/latest/components/router/routing-concepts} "Cost
 * Calculation": cost = overlap_score_weight × prefill_blocks + decode_blocks.
 */
export function router<Worker extends RoutedWorker>(
  workers: readonly Worker[],
  { policy = "kv", overlapWeight = 1, loadWeight = 1, random }: RouterOptions,
): Router<Worker> {
  requireSettings("route requests", { overlapWeight, loadWeight }, numberFrom(0));
  const all = workers.map((worker, index) => ({ worker, index }));
  const [first] = all;
  if (first === undefined) {
    throw new SimulationError(
      "Cannot route requests as there must be a worker: current value is 0",
    );
  }
  let turns = 0;

  function cheapest(tokens: readonly string[]): typeof all {
    const costs = workers.map((worker) => {
      const prefillTokens = worker.pendingPrefillTokens + tokens.length - worker.lookup(tokens);
      return overlapWeight * prefillTokens + loadWeight * (worker.kvTokens + tokens.length);
    });
    const lowest = Math.min(...costs);
    return all.filter(({ index }) => costs[index] === lowest);
  }

  const candidates: Readonly<Record<RouterPolicy, (tokens: readonly string[]) => typeof all>> = {
    kv: cheapest,
    "round-robin": () => all.slice(turns % all.length).slice(0, 1),
    random: () => all,
  };

  return {
    place(tokens) {
      const equals = candidates[policy](tokens);
      turns++;
      const { worker, index } = equals[Math.floor(random() * equals.length)] ?? first;
      return { worker, index, cachedTokens: worker.lookup(tokens) };
    },
  };
}
