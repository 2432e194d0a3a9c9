import type { Trace } from "../../events/index.ts";
import type { LikelyFault } from "./fault.ts";
import type { Settings } from "./settings.ts";

export const ROUTER_POLICIES = ["kv", "round-robin", "random"] as const;

export type RouterPolicy = (typeof ROUTER_POLICIES)[number];

/** Rules for all models of a server. */
export interface ServerRules {
  /** Profile for model names that are not profiles; without it they are unknown. */
  readonly fallback?: string | undefined;
  /** Override profile settings; settings in a model name override these. */
  readonly settings?:
    | { readonly [Name in keyof Settings]?: Settings[Name] | undefined }
    | undefined;
  /** Faults of every request, applied before its own. */
  readonly faults?: readonly LikelyFault[] | undefined;
  /** Maximum number of simultaneous answers; more requests are refused with 429. */
  readonly maxStreams?: number | undefined;
  /** Measured gaps between tokens, in milliseconds: the shape `empirical` draws from them. */
  readonly gapsMs?: readonly number[] | undefined;
  /** Recorded streams: the timing `trace` replays them. */
  readonly traces?: readonly Trace[] | undefined;
  /** Number of workers per model. @defaultValue `1` */
  readonly workers?: number | undefined;
  /** Prompt tokens that each worker caches; 0 for none. @defaultValue `0` */
  readonly cacheTokens?: number | undefined;
  /** @defaultValue `"kv"` */
  readonly routing?: RouterPolicy | undefined;
}
