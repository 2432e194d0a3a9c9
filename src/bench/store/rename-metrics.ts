import * as v from "valibot";

import { renamedMetrics, splitMetricKey } from "../../metrics/index.ts";
import type { RequestRecord } from "./run.ts";

const manifestSchema = v.looseObject({
  definitions: v.record(v.string(), v.string()),
  plan: v.looseObject({
    primary: v.array(v.string()),
    margins: v.record(v.string(), v.unknown()),
  }),
});

/** A run with today's ids for the metrics that were renamed since it was stored. */
export interface MetricRenaming {
  /** As it was if it is not a manifest. */
  readonly manifest: unknown;
  request(record: RequestRecord): RequestRecord;
}

/**
 * Renames the metrics of a run. An id is renamed only if the run's manifest has the definition for it that it no
 * longer has.
 */
export function metricRenaming(storedManifest: unknown): MetricRenaming {
  const parsed = v.safeParse(manifestSchema, storedManifest);
  if (!parsed.success) return { manifest: storedManifest, request: (record) => record };
  const { definitions, plan } = parsed.output;
  const stale = renamedMetrics.filter(
    ({ storedId, storedDefinition }) => definitions[storedId] === storedDefinition,
  );

  /** An id, or an id and its layer as in `stall_s@wire`. */
  function renamed(key: string): string {
    const { id } = splitMetricKey(key);
    const renamedId = stale.find(({ storedId }) => storedId === id)?.id;
    return renamedId === undefined ? key : `${renamedId}${key.slice(id.length)}`;
  }

  function renamedKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [renamed(key), value]));
  }

  return {
    manifest: {
      ...parsed.output,
      definitions: renamedKeys(definitions),
      plan: { ...plan, primary: plan.primary.map(renamed), margins: renamedKeys(plan.margins) },
    },
    request: (record) => ({ ...record, metrics: renamedKeys(record.metrics) }),
  };
}
