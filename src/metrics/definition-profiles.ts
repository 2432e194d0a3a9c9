import { fakeAiJitter } from "./fakeai-jitter.ts";
import { fakeAiSmoothness } from "./fakeai-smoothness.ts";
import { fakeAiStallCount } from "./fakeai-stall-n.ts";
import { fakeAiThroughputVariance } from "./fakeai-throughput-variance.ts";
import type { Metric } from "./metric.ts";

/** Another tool's arithmetic, by name. */
export const definitionProfileNames = ["compat:fakeai"] as const;

/** One of {@link definitionProfileNames}. */
export type DefinitionProfile = (typeof definitionProfileNames)[number];

/**
 * The metrics of other tools, as they define them: for comparing with what they said, and measured only where
 * they are asked for, with {@link measureAll}.
 */
export const definitionProfiles: Readonly<Record<DefinitionProfile, readonly Metric[]>> = {
  "compat:fakeai": [fakeAiJitter, fakeAiSmoothness, fakeAiStallCount, fakeAiThroughputVariance],
};
