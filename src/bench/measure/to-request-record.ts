import { createHash } from "node:crypto";

import type { Collected, Trace } from "../../events/index.ts";
import { type Layer, measureAll, type Metric, partGapsMs, timingAt } from "../../metrics/index.ts";
import type { RequestRecord, RequestTruth } from "../store/run.ts";
import type { Trial } from "./schedule.ts";
import type { TrialResult } from "./stream-trial.ts";

/** Fields of the record that do not come from the trial's result. */
export interface RecordFields {
  readonly trial: Trial;
  readonly metrics: readonly Metric[];
  readonly scheduledAtMs: number;
  readonly truth: RequestTruth | undefined;
  /** When the server sent each token, on its clock. */
  readonly sentMs: readonly number[] | undefined;
  /** Of the request, or of that of the recording; see {@link RequestRecord.resent}. */
  readonly resent: boolean;
}

/** One line of `requests.jsonl`. Pure. */
export function toRequestRecord(
  { trace, sent, shown }: TrialResult,
  { trial, metrics, scheduledAtMs, truth, sentMs, resent }: RecordFields,
): RequestRecord {
  return {
    v: 1,
    id: trial.id,
    arm: trial.arm.name,
    pair: trial.pair,
    order: trial.order,
    warmUp: trial.warmUp,
    scheduledAtMs: Math.round(scheduledAtMs * 1000) / 1000,
    end: shown.end ?? { kind: "truncated", raw: undefined },
    prompt: trial.prompt,
    inputTokens: shown.usage?.inputTokens ?? { total: undefined, cached: undefined },
    outputTokens: shown.usage?.outputTokens ?? { total: undefined, reasoning: undefined },
    tokensSource: shown.usage?.source ?? "estimated",
    lengthChars: shown.text.length,
    besidesText: besidesText(trace, shown),
    textSha256: createHash("sha256").update(shown.text).digest("hex"),
    exact: shown.text === sent.text,
    metrics: measureAll(trace, metrics, { sentMs }),
    gapsUs: { wire: gapsUsAt("wire", trace), flush: gapsUsAt("flush", trace) },
    truth,
    resent: resent || undefined,
  };
}

function besidesText({ events }: Trace, { reasoning, toolCalls }: Collected) {
  const audioBytes = events.reduce(
    (sum, { event }) => sum + (event.type === "audio-delta" ? event.bytes.length : 0),
    0,
  );
  return { reasoningChars: reasoning.length, toolCalls: toolCalls.length, audioBytes };
}

function gapsUsAt(layer: Layer, trace: Trace): number[] {
  return partGapsMs(timingAt(trace, layer)).map((gapMs) => Math.round(gapMs * 1000));
}
