import type { Clock } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import { type Engine, engine } from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { type KvCache, kvCache } from "./kv-cache.ts";
import type { Profile } from "../settings/profile.ts";
import { type RoutedWorker, type Router, router } from "./router.ts";
import type { ServerRules } from "../settings/scenario.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { tokensOf } from "../answer/tokens.ts";

/** Where a request is worked on. */
export interface WorkerSlot {
  /** How many of the prompt's tokens need not be read again. */
  readonly cachedTokens: number;
  /** What all answers of this worker share; `undefined` where each has times of its own. */
  readonly engine: Engine | undefined;
  /** The prompt has been read: the first token is there. */
  prefilled(): void;
  /** The request is over; may be called without `prefilled` before it. */
  leave(): void;
}

/** The machines behind a provider. */
export interface WorkerPool {
  place(request: SimulatedRequest, profile: Profile): WorkerSlot;
  /** How much of all caches is used, in [0, 1]. */
  readonly cacheUsage: number;
  /** How many requests wait for a place in an engine. */
  readonly waiting: number;
  readonly preemptions: number;
}

interface Worker extends RoutedWorker {
  readonly cache: KvCache | undefined;
  readonly engine: Engine | undefined;
  pendingPrefillTokens: number;
  kvTokens: number;
}

const NO_WORKER: WorkerSlot = {
  cachedTokens: 0,
  engine: undefined,
  prefilled: () => undefined,
  leave: () => undefined,
};

/**
 * WorkerPool for each model, as many as the rules say, with a cache of prompts each; those of a profile with an
 * engine batch what they are given. A router chooses among them.
 *
 * @param rules Asked for each request, as they may change: new workers know nothing of the old ones.
 */
export function workerPool({
  clock,
  seed,
  rules,
}: {
  readonly clock: Clock;
  readonly seed: number;
  readonly rules: () => ServerRules;
}): WorkerPool {
  const groups = new Map<string, Router<Worker>>();
  const all: Worker[] = [];
  let current = "";

  function groupFor(profile: Profile): Router<Worker> {
    const { workers = 1, cacheTokens = 0, routing = "kv" } = rules();
    const settings = profile.timing === "engine" ? engineSettingsOf(profile) : undefined;
    const machines = JSON.stringify([workers, cacheTokens, routing]);
    if (machines !== current) {
      // Other machines: what the old ones remember is gone, what they work on goes on.
      current = machines;
      groups.clear();
      all.splice(0);
    }
    const key = JSON.stringify([profile.id, settings]);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const made = Array.from({ length: workers }, (_, index) => {
      const random = seededRandom(`${seed} worker ${key} ${index}`);
      return workerOf(
        cacheTokens > 0 ? kvCache({ capacityTokens: cacheTokens }) : undefined,
        settings === undefined ? undefined : engine({ clock, settings, random }),
      );
    });
    all.push(...made);
    const group = router(made, { policy: routing, random: seededRandom(`${seed} router ${key}`) });
    groups.set(key, group);
    return group;
  }

  const total = (count: (worker: Worker) => number) =>
    all.reduce((sum, worker) => sum + count(worker), 0);

  return {
    place(request, profile) {
      const { workers = 1, cacheTokens = 0 } = rules();
      if (workers === 1 && cacheTokens === 0 && profile.timing !== "engine") return NO_WORKER;
      const tokens = tokensOf(request.context ?? request.prompt);
      const { worker, cachedTokens } = groupFor(profile).place(tokens);
      return slotOn(worker, tokens, cachedTokens);
    },
    get cacheUsage() {
      const { cacheTokens = 0 } = rules();
      const capacityTokens = cacheTokens * all.length;
      return capacityTokens === 0
        ? 0
        : total(({ cache }) => cache?.usedTokens ?? 0) / capacityTokens;
    },
    get waiting() {
      return total((worker) => worker.engine?.state.waiting ?? 0);
    },
    get preemptions() {
      return total((worker) => worker.engine?.state.preemptions ?? 0);
    },
  };
}

function workerOf(cache: KvCache | undefined, shared: Engine | undefined): Worker {
  return {
    cache,
    engine: shared,
    lookup: (tokens) => cache?.lookup(tokens) ?? 0,
    pendingPrefillTokens: 0,
    kvTokens: 0,
  };
}

function slotOn(worker: Worker, tokens: readonly string[], cachedTokens: number): WorkerSlot {
  let pendingTokens = tokens.length - cachedTokens;
  let heldTokens = 0;
  worker.pendingPrefillTokens += pendingTokens;

  function endPrefill(): void {
    worker.pendingPrefillTokens -= pendingTokens;
    pendingTokens = 0;
  }

  return {
    cachedTokens,
    engine: worker.engine,
    prefilled() {
      endPrefill();
      heldTokens = tokens.length;
      worker.kvTokens += heldTokens;
      worker.cache?.insert(tokens);
    },
    leave() {
      endPrefill();
      worker.kvTokens -= heldTokens;
      heldTokens = 0;
    },
  };
}

function engineSettingsOf(profile: Profile): EngineSettings {
  const { maxBatch, maxStepTokens, kvCapacityTokens, draftTokens } = profile;
  return {
    baseMs: profile.stepMs,
    perDecodeMs: profile.decodeMs,
    perKvTokenMs: profile.kvThousandMs / 1000,
    perPrefillTokenMs: profile.prefillTokenMs,
    maxBatch,
    maxStepTokens,
    kvCapacityTokens,
    draftTokens,
    acceptanceRate: profile.acceptance,
  };
}
