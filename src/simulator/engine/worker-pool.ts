import type { Clock } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import { type Engine, engine } from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { type KvCache, kvCache } from "./kv-cache.ts";
import type { Profile } from "../settings/profile.ts";
import { type RoutedWorker, type Router, router } from "./router.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { tokensOf } from "../answer/tokens.ts";

/** One request's slot on a worker. */
export interface WorkerSlot {
  readonly cachedTokens: number;
  /** Engine shared by all requests of the worker; `undefined` if each request has its own times. */
  readonly engine: Engine | undefined;
  /** Marks the prompt as computed: called at the first token. */
  prefilled(): void;
  /** Frees the slot; may be called without `prefilled` before it. */
  release(): void;
}

export interface WorkerPool {
  assign(request: SimulatedRequest, profile: Profile): WorkerSlot;
  /** Share of all caches in use, in [0, 1]. */
  readonly cacheUsage: number;
  /** Requests that wait for a slot in an engine. */
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
  release: () => undefined,
};

/**
 * Workers for each model, as many as the rules set, each with a prompt cache, and with an engine if the profile has
 * that timing. A router chooses among them.
 *
 * @param rules Called for each request, as the rules may change: new workers start with empty caches.
 */
export function workerPool(clock: Clock, seed: number, rules: () => ServerRules): WorkerPool {
  const groups = new Map<string, Router<Worker>>();
  const all: Worker[] = [];
  let current = "";

  function groupFor(profile: Profile): Router<Worker> {
    const { workers = 1, cacheTokens = 0, routing = "kv" } = rules();
    const settings = profile.timing === "engine" ? engineSettingsOf(profile) : undefined;
    const machines = JSON.stringify([workers, cacheTokens, routing]);
    if (machines !== current) {
      // The caches of the old machines are gone; requests that run on them finish.
      current = machines;
      groups.clear();
      all.splice(0);
    }
    const key = JSON.stringify([profile.id, settings]);
    const existing = groups.get(key);
    if (existing !== undefined) return existing;
    const added = Array.from({ length: workers }, (_, index) => {
      const random = seededRandom(`${seed} worker ${key} ${index}`);
      const cache = cacheTokens > 0 ? kvCache({ capacityTokens: cacheTokens }) : undefined;
      return {
        cache,
        engine: settings === undefined ? undefined : engine({ clock, settings, random }),
        lookup: (tokens: readonly string[]) => cache?.lookup(tokens) ?? 0,
        pendingPrefillTokens: 0,
        kvTokens: 0,
      };
    });
    all.push(...added);
    const group = router(added, { policy: routing, random: seededRandom(`${seed} router ${key}`) });
    groups.set(key, group);
    return group;
  }

  const total = (count: (worker: Worker) => number) =>
    all.reduce((sum, worker) => sum + count(worker), 0);

  return {
    assign(request, profile) {
      const { workers = 1, cacheTokens = 0 } = rules();
      if (workers === 1 && cacheTokens === 0 && profile.timing !== "engine") return NO_WORKER;
      const tokens = tokensOf(request.context ?? request.prompt);
      const { worker, cachedTokens } = groupFor(profile).place(tokens);
      return slotOn(worker, tokens, cachedTokens);
    },
    get cacheUsage() {
      const capacityTokens = (rules().cacheTokens ?? 0) * all.length;
      if (capacityTokens === 0) return 0;
      return total(({ cache }) => cache?.usedTokens ?? 0) / capacityTokens;
    },
    get waiting() {
      return total((worker) => worker.engine?.load.waiting ?? 0);
    },
    get preemptions() {
      return total((worker) => worker.engine?.load.preemptions ?? 0);
    },
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
    release() {
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
