import * as v from "valibot";

import { definitionProfileNames } from "../../metrics/index.ts";
import { closestProvider, findProvider, providerNames } from "../../providers/index.ts";
import { closestName } from "../../text/index.ts";
import { SIMULATOR } from "./plan.ts";

/**
 * The schema of a plan's fields; `read-plan.ts` checks them against each other. A message is the rule alone, as
 * in "must be ‹message›"; `read-plan.ts` adds field and value.
 */

/** Longer names fill a report's tables, and are probably a mistake. */
const LONGEST_NAME_CHARS = 200;

/** More than any benchmark needs, and few enough for a schedule and its results to fit into memory. */
const MOST_REQUESTS = 100_000;

/** A client has about 28,000 ports on Linux, and one process cannot time that many streams. */
const MOST_AT_ONCE = 10_000;

const MOST_OUTPUT_TOKENS = 10_000_000;

const name = v.pipe(
  v.string("a string"),
  v.trim(),
  v.nonEmpty("a non-empty string"),
  v.maxLength(LONGEST_NAME_CHARS, `a string of at most ${LONGEST_NAME_CHARS} characters`),
);

const path = v.pipe(v.string("a string"), v.nonEmpty("a non-empty string"));

function whole(least: number, most: number) {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  const rule = `a whole number ${bounds}`;
  return v.pipe(
    v.number(rule),
    v.safeInteger(rule),
    v.minValue(least, rule),
    v.maxValue(most, rule),
  );
}

function openInterval(low: number, high: number) {
  const rule = `a number between ${low} and ${high}, neither included`;
  return v.pipe(v.number(rule), v.gtValue(low, rule), v.ltValue(high, rule));
}

const temperature = v.pipe(
  v.number("a number from 0 to 2"),
  v.minValue(0, "a number from 0 to 2"),
  v.maxValue(2, "a number from 0 to 2"),
);

/** An object with these fields and no others. */
function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected, received, input }) => {
    const names = Object.keys(entries);
    if (expected !== "never") {
      return input === undefined ? "given" : `an object with ${names.join(", ")}`;
    }
    const closest = closestName(received.replaceAll('"', ""), names);
    return closest === undefined
      ? `its fields are ${names.join(", ")}`
      : `did you mean "${closest}"?`;
  });
}

/** Accepts a string as shorthand for an object with one required field. */
function orString(field: string) {
  return v.transform((value: unknown) => (typeof value === "string" ? { [field]: value } : value));
}

/** Accepts a missing field and `null`, as `undefined`. */
export function orNothing<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(schema, null),
    v.transform((value): T | undefined => value ?? undefined),
  );
}

const baseUrl = v.pipe(
  v.string("an http or https URL"),
  v.check(isHttpUrl, "an http or https URL"),
  v.check(
    (url) => URL.parse(url)?.username === "" && URL.parse(url)?.password === "",
    "a URL without user and password, as keys come from the environment",
  ),
);

function isHttpUrl(url: string): boolean {
  return ["http:", "https:"].includes(URL.parse(url)?.protocol ?? "");
}

/** The name of the simulator in plans and runs of release 0.1. */
const FORMER_SIMULATOR = "embedded";

function describeKinds({ input }: v.BaseIssue<unknown>): string {
  const closest = typeof input === "string" ? closestProvider(input) : undefined;
  const hint = closest === undefined ? "" : ` (did you mean "${closest}"?)`;
  return `one of ${providerNames.join(", ")}${hint}`;
}

const providerKind = v.pipe(
  v.string(describeKinds),
  v.check((kind) => findProvider(kind) !== undefined, describeKinds),
);

export const plannedProvider = v.pipe(
  v.unknown(),
  orString("kind"),
  fields({ kind: providerKind, baseUrl: orNothing(baseUrl) }),
  v.check(
    (choice) => choice.kind !== FORMER_SIMULATOR || choice.baseUrl === undefined,
    "without baseUrl if it is embedded, or be the simulator",
  ),
  // The exact name, so that plans with a short and with an exact name are equal.
  v.transform((choice) => ({ ...choice, kind: findProvider(choice.kind)?.id ?? choice.kind })),
);

const buffer = v.pipe(
  v.unknown(),
  orString("strategy"),
  fields({
    strategy: name,
    options: v.optional(v.record(v.string(), v.number("a number"), "an object of numbers"), {}),
  }),
);

const prompts = v.pipe(
  v.unknown(),
  orString("kind"),
  v.variant(
    "kind",
    [fields({ kind: v.literal("built-in") }), fields({ kind: v.literal("jsonl"), path })],
    "built-in or jsonl",
  ),
);

const margin = v.variant(
  "kind",
  [
    fields({ kind: v.literal("ratio"), share: openInterval(0, 1) }),
    fields({ kind: v.literal("difference"), by: openInterval(0, Infinity) }),
  ],
  "ratio or difference",
);

const arm = fields({
  name,
  provider: v.optional(plannedProvider, SIMULATOR),
  model: orNothing(name),
  maxOutputTokens: orNothing(whole(1, MOST_OUTPUT_TOKENS)),
  temperature: orNothing(temperature),
  buffer: v.optional(buffer, "immediate"),
});

export const planSchema = fields({
  name,
  mode: v.optional(v.picklist(["live", "replay"], "live or replay"), "live"),
  arms: v.pipe(
    v.array(arm, "a list of two arms"),
    v.length(2, "a list of two arms: the baseline, and what is compared with it"),
  ),
  prompts: v.optional(prompts, "built-in"),
  pairs: v.optional(whole(2, MOST_REQUESTS), 20),
  warmUp: v.optional(whole(0, MOST_REQUESTS), 4),
  concurrency: v.optional(whole(1, MOST_AT_ONCE), 1),
  seed: v.optional(whole(0, Number.MAX_SAFE_INTEGER), 1),
  alpha: v.optional(openInterval(0, 0.5), 0.05),
  primary: v.optional(
    v.pipe(
      v.array(name, "a list of metrics"),
      v.minLength(1, "a list of one to three metrics"),
      v.maxLength(3, "a list of one to three metrics: with more, each needs more pairs"),
      v.checkItems(
        (id, index, ids) => ids.indexOf(id) === index,
        "a metric that is not in the list already",
      ),
    ),
    ["ttft@flush", "added_delay@flush", "flushes_per_s@flush"],
  ),
  margins: v.optional(v.record(v.string(), margin, "an object of margins by metric"), {}),
  definitions: orNothing(
    v.array(
      v.picklist(definitionProfileNames, `one of ${definitionProfileNames.join(", ")}`),
      "a list of definitions",
    ),
  ),
});
