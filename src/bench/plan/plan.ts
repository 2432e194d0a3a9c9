import {
  type DefinitionProfile,
  definitionProfiles,
  type Metric,
  metricCatalogue,
} from "../../metrics/index.ts";

/**
 * What a run compares, and how: declared before the first request and not changed afterwards. In
 * a JSON file, fields with defaults are optional.
 */
export interface Plan {
  readonly name: string;
  /** `live` sends every request; `replay` records one trace a prompt and replays it through each arm. */
  readonly mode: "live" | "replay";
  /** Exactly two for an A/B; the first is the baseline. */
  readonly arms: readonly Arm[];
  readonly prompts: Prompts;
  /** Number of pairs of requests, one for each arm, with the same prompt. At least 2; fewer than 6 allow no conclusion. */
  readonly pairs: number;
  /**
   * Requests before the first pair, which are not counted. With fewer than `concurrency`, the first pairs start in a
   * burst.
   */
  readonly warmUp: number;
  /** Number of requests under way at once, in a closed loop. At least 1. */
  readonly concurrency: number;
  /** Of all random choices in the run: order within pairs, prompts, the simulator, resampling. */
  readonly seed: number;
  /** Family-wise rate of false alarms over the primary metrics, in (0, 0.5). */
  readonly alpha: number;
  /** Up to three metrics that the verdict is about, as `<metric id>@<layer>`. */
  readonly primary: readonly string[];
  /** `<metric id>@<layer>` → the largest difference that does not matter, if not the default. */
  readonly margins: Readonly<Record<string, Margin>>;
  /** Other tools whose metrics are measured too, as they define them. */
  readonly definitions?: readonly DefinitionProfile[] | undefined;
}

/** The metrics that are measured in a plan's run. */
export function plannedMetrics({ definitions = [] }: Pick<Plan, "definitions">): readonly Metric[] {
  return [...metricCatalogue, ...definitions.flatMap((name) => definitionProfiles[name])];
}

/** The largest difference that does not matter. */
export type Margin =
  /** As a share of the baseline, in (0, 1): 0.05 is 5 %. */
  | { readonly kind: "ratio"; readonly share: number }
  /** In the metric's unit; of the share itself, below 1, if the metric is compared as a share of answers. */
  | { readonly kind: "difference"; readonly by: number };

/** One side of the comparison: a provider, a model, parameters and a buffering strategy. */
export interface Arm {
  readonly name: string;
  readonly provider: PlannedProvider;
  readonly model: string;
  readonly maxOutputTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly buffer: BufferChoice;
}

/** The provider of an arm. API keys are never part of a plan: they come from the environment. */
export interface PlannedProvider {
  /** An id in the `providerCatalogue`. The arm's `model` is the profile of a simulator. */
  readonly kind: string;
  /** `undefined` for that of the environment or the catalogue, and for a simulator that is started for the run. */
  readonly baseUrl: string | undefined;
}

/** The {@link PlannedProvider.kind} of simulators. */
export const SIMULATOR = "simulator";

/**
 * Whether a provider is a simulator that is started for the run, with the plan's seed and no other load.
 *
 * @example
 * ```ts
 * startsSimulator({ kind: "simulator", baseUrl: undefined }); // true
 * ```
 */
export function startsSimulator({ kind, baseUrl }: PlannedProvider): boolean {
  return kind === SIMULATOR && baseUrl === undefined;
}

/** A strategy of the `buffers` room by name, with its options. */
export interface BufferChoice {
  readonly strategy: string;
  readonly options: Readonly<Record<string, number>>;
}

/** The prompts of a run. */
export type Prompts =
  /** The prompts of this package, in a seeded order. */
  | { readonly kind: "built-in" }
  /** One JSON object a line, with `prompt` (text). Relative to the plan's file. */
  | { readonly kind: "jsonl"; readonly path: string };
