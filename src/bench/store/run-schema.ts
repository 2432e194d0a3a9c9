import * as v from "valibot";

import {
  endReasonSchema,
  inputTokensSchema,
  outputTokensSchema,
  tokensSourceSchema,
} from "../../events/index.ts";
import { orNothing } from "../plan/plan-schema.ts";
import { readStoredPlan } from "../plan/read-plan.ts";
import type { Manifest, RequestRecord, RequestTruth } from "./run.ts";
import { type GateReading, unmeasuredReasons, type ValidityGate } from "./validity.ts";

/** A run's files as they stand on disk. What is not known is `null` or left out there. */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const gaps = v.array(v.pipe(v.number(), v.safeInteger()));

const reading: v.GenericSchema<unknown, GateReading> = v.object({
  statistic: v.picklist(["p95", "p99", "max", "median", "difference", "share"]),
  quantity: orNothing(v.picklist(["ttft", "gap", "thread", "process"])),
  value: orNothing(finite),
  unit: v.picklist(["ms", "ratio"]),
  limit: orNothing(finite),
  of: orNothing(count),
  arm: orNothing(v.string()),
});

const gateFields = {
  id: v.string(),
  outcome: v.picklist(["held", "degraded", "broken", "not-measured"]),
};

/** Release 0.1 stored a label and a sentence. */
const gate: v.GenericSchema<unknown, ValidityGate> = v.union([
  v.object({
    ...gateFields,
    reason: orNothing(v.picklist(unmeasuredReasons)),
    readings: v.array(reading),
    stored: orNothing(v.object({ label: v.string(), finding: v.string() })),
  }),
  v.pipe(
    v.object({ ...gateFields, label: v.string(), finding: v.string() }),
    v.transform(({ id, outcome, label, finding }) => ({
      id,
      outcome,
      readings: [],
      stored: { label, finding },
    })),
  ),
]);

const validity = v.object({
  verdict: v.picklist(["valid", "degraded", "invalid", "not-measured"]),
  gates: v.array(gate),
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
