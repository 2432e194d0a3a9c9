import * as v from "valibot";

import {
  endReasonSchema,
  inputTokensSchema,
  outputTokensSchema,
  tokensSourceSchema,
} from "../../events/index.ts";
import { readStoredPlan } from "../plan/read-plan.ts";
import type { Manifest, RequestRecord, RequestTruth } from "./run-record.ts";

/** A run's files as they stand on disk. What is not known is `null` or left out there. */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const gaps = v.array(v.pipe(v.number(), v.safeInteger()));

function orNothing<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(schema, null),
    v.transform((value): T | undefined => value ?? undefined),
  );
}

const validity = v.object({
  verdict: v.picklist(["valid", "degraded", "invalid", "not-measured"]),
  gates: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      outcome: v.picklist(["held", "degraded", "broken", "not-measured"]),
      finding: v.string(),
    }),
  ),
});

/** @param file Named if the plan in it breaks a rule. */
export const manifestSchema = (file: string): v.GenericSchema<unknown, Manifest> =>
  v.object({
    v: v.literal(1),
    id: v.string(),
    plan: v.pipe(
      v.unknown(),
      v.transform((plan) => readStoredPlan(plan, `"${file}"`)),
    ),
    startedAt: v.string(),
    status: v.picklist(["running", "complete", "interrupted", "failed"]),
    environment: v.object({
      millrace: v.string(),
      runtime: v.string(),
      platform: v.string(),
      cpu: v.string(),
      cores: count,
      memoryGiB: finite,
      proxy: orNothing(v.string()),
    }),
    validity: orNothing(validity),
    definitions: v.record(v.string(), v.string()),
  });

const truth: v.GenericSchema<unknown, RequestTruth> = v.object({
  ttftMs: finite,
  medianItlMs: orNothing(finite),
  latenessP99Ms: finite,
});

export const requestSchema: v.GenericSchema<unknown, RequestRecord> = v.object({
  v: v.literal(1),
  id: v.string(),
  arm: v.string(),
  pair: count,
  order: count,
  warmUp: v.boolean(),
  scheduledAtMs: finite,
  end: endReasonSchema,
  prompt: orNothing(count),
  inputTokens: v.optional(inputTokensSchema, {}),
  outputTokens: outputTokensSchema,
  tokensSource: tokensSourceSchema,
  lengthChars: count,
  besidesText: orNothing(v.object({ reasoningChars: count, toolCalls: count, audioBytes: count })),
  textSha256: v.string(),
  exact: v.boolean(),
  metrics: v.record(v.string(), finite),
  gapsUs: v.object({ wire: gaps, flush: gaps }),
  truth: orNothing(truth),
  resent: orNothing(v.boolean()),
});
