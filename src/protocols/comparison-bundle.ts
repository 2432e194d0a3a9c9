import * as v from "valibot";

import { orUndefined } from "../events/index.ts";
import { dig } from "../wire/index.ts";
import { COMPARISON_MIME_TYPE, type ComparisonDocument } from "./comparison-document.ts";
import { documentSchema } from "./read-stream-document.ts";
import type { MimeBundle } from "./stream-bundle.ts";
import { streamHtml } from "./stream-html.ts";

const name = v.pipe(v.string(), v.maxLength(1_000));

const comparisonSchema: v.GenericSchema<unknown, ComparisonDocument> = v.pipe(
  v.object({
    v: v.literal(1),
    title: orUndefined(name),
    prompt: orUndefined(v.string()),
    arms: v.pipe(
      v.array(v.object({ name, stream: documentSchema })),
      v.minLength(2),
      v.maxLength(4),
    ),
  }),
  v.check(({ arms }) => new Set(arms.map((arm) => arm.name)).size === arms.length),
);

/**
 * Returns what a notebook stores of a comparison: the document for Millrace's renderer, and for other front ends its
 * streams as HTML and as text.
 *
 * @example
 * ```ts
 * const stream = documentOf(emptyDocument({ session: "k", id: "s", text: "Hello" }));
 * const arms = [{ name: "a", stream }, { name: "b", stream }];
 * comparisonBundle({ v: 1, title: undefined, prompt: "Hi", arms })["text/plain"]; // "a\n\nHello\n\nb\n\nHello"
 * ```
 */
export function comparisonBundle(document: ComparisonDocument): MimeBundle {
  const named = document.arms.map((arm) => ({ ...arm.stream, title: arm.name }));
  return {
    [COMPARISON_MIME_TYPE]: document,
    "text/html": `<div>${named.map(streamHtml).join("")}</div>`,
    "text/plain": document.arms.flatMap((arm) => [arm.name, arm.stream.text]).join("\n\n"),
  };
}

/**
 * Reads the {@link ComparisonDocument} of a saved MIME bundle, which any program may have written; `undefined` if there is
 * none or one of its streams is damaged.
 *
 * @param bundle MIME types and their data, each text as one string.
 *
 * @example
 * ```ts
 * readComparisonBundle({ "text/plain": "Hello" }); // undefined
 * ```
 */
export function readComparisonBundle(bundle: unknown): ComparisonDocument | undefined {
  const { success, output } = v.safeParse(comparisonSchema, dig(bundle, COMPARISON_MIME_TYPE));
  return success ? output : undefined;
}
