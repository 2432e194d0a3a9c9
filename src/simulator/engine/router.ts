import { numberFrom, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import type { RouterPolicy } from "../settings/server-rules.ts";
import { SimulationError } from "../simulation-error.ts";

/** What a router asks of a worker before it gives it a request. */
export interface RoutedWorker {
  /** How many tokens at the beginning of a prompt it need not compute, as its cache has them. */
  lookup(tokens: readonly string[]): number;
  /** How many tokens it has still to prefill for the requests that it has. */
  readonly pendingPrefillTokens: number;
  /** How many tokens of context it holds for them. */
  readonly kvTokens: number;
}

/** How workers are chosen. */
export interface RouterOptions {
  /**
   * `kv` weighs what is cached against load; `round-robin` and `random` look at neither.
   *
   * @defaultValue `"kv"`
   */
  readonly policy?: RouterPolicy;
  /**
   * What a token that must be prefilled costs. More answers sooner, less spreads the load better. For
   * `kv` only.
   *
   * @defaultValue `1`, as in Dynamo.
   */
  readonly overlapWeight?: number;
  /**
   * What a token of context costs. For `kv` only.
   *
   * @defaultValue `1`, as in Dynamo.
   */
  readonly loadWeight?: number;
  /** Decides between workers of equal cost, and among all where the policy is `random`. */
  readonly random: Random;
}

/** Where a request goes. */
export interface Placement<Worker> {
  readonly worker: Worker;
  /** Its place among the workers. */
  readonly index: number;
  /** How many of the prompt's tokens its cache has. */
  readonly cachedTokens: number;
}

/** Says for one request after another where it goes. */
export interface Router<Worker> {
  /** Chooses a worker for a prompt, and changes nothing about it. Cost: O(workers × tokens). */
  place(tokens: readonly string[]): Placement<Worker>;
}

/**
 * Spreads requests over workers whose caches differ.
 *
 * The policy `kv` takes the worker of least cost:
 * `overlapWeight × (pendingPrefillTokens + uncached tokens) + loadWeight × (kvTokens + all tokens)`,
 * in tokens where Dynamo counts blocks. Among equals it draws, as the first of idle workers would get
 * everything else.
 *
 * @throws {SimulationError} When there is no worker or a weight is not a number from 0.
 *
 * @see {@link https://docs.nvidia.com/dynamo/latest/components/router/routing-concepts} "Cost
 * Calculation": cost = overlap_score_weight × prefill_blocks + decode_blocks.
 *
 * @example
 * ```ts
 * const idle = { lookup: () => 0, pendingPrefillTokens: 0, kvTokens: 0 };
 * const caching = { ...idle, lookup: () => 16 };
 * const { place } = router([idle, caching], { random: seededRandom(1) });
 * place(Array.from({ length: 20 }, () => " word")).index; // 1
 * ```
 */
export function router<Worker extends RoutedWorker>(
  workers: readonly Worker[],
  { policy = "kv", overlapWeight = 1, loadWeight = 1, random }: RouterOptions,
): Router<Worker> {
  requireSettings("route requests", { overlapWeight, loadWeight }, numberFrom(0));
  const places = workers.map((worker, index) => ({ worker, index }));
  const [first] = places;
  if (first === undefined) {
    throw new SimulationError(
      "Cannot route requests as there must be a worker: current value is 0",
    );
  }
  let turns = 0;

  function cheapest(tokens: readonly string[]): typeof places {
    const costs = workers.map((worker) => {
      const prefillTokens = worker.pendingPrefillTokens + tokens.length - worker.lookup(tokens);
      return overlapWeight * prefillTokens + loadWeight * (worker.kvTokens + tokens.length);
    });
    const lowest = Math.min(...costs);
    return places.filter(({ index }) => costs[index] === lowest);
  }

  function candidates(tokens: readonly string[]): typeof places {
    switch (policy) {
      case "kv":
        return cheapest(tokens);
      case "round-robin":
        return places.slice(turns % places.length).slice(0, 1);
      case "random":
        return places;
    }
  }

  return {
    place(tokens) {
      const among = candidates(tokens);
      turns++;
      const { worker, index } = among[Math.floor(random() * among.length)] ?? first;
      return { worker, index, cachedTokens: worker.lookup(tokens) };
    },
  };
}
