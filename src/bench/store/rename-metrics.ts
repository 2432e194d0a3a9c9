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

/** Gives stored results today's ids for the metrics that were renamed since. */
export interface MetricRenaming {
  /** Anything that is not a manifest is returned as it is. */
  manifest(value: unknown): unknown;
  request(record: RequestRecord): RequestRecord;
}

/**
 * What to rename in a run, by the definitions in its manifest: an id is renamed only if it was stored with the
 * definition that it no longer has.
 */
export function metricRenaming(storedManifest: unknown): MetricRenaming {
  const definitions = definitionsIn(storedManifest);
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
    manifest(value) {
      const parsed = v.safeParse(manifestSchema, value);
      if (!parsed.success) return value;
      const { plan } = parsed.output;
      return {
        ...parsed.output,
        definitions: renamedKeys(parsed.output.definitions),
        plan: {
          ...plan,
          primary: plan.primary.map(renamed),
          margins: renamedKeys(plan.margins),
        },
      };
    },
    request: (record) => ({ ...record, metrics: renamedKeys(record.metrics) }),
  };
}

function definitionsIn(manifest: unknown): Readonly<Record<string, string>> {
  const parsed = v.safeParse(manifestSchema, manifest);
  return parsed.success ? parsed.output.definitions : {};
}
