import * as v from "valibot";

import { orUndefined } from "../events/index.ts";
import { printable } from "../text/index.ts";
import { asList, dig } from "../wire/index.ts";
import { boundedHtml, jsonBytes } from "./bounded-html.ts";
import { COMPARISON_MIME_TYPE, type ComparisonDocument } from "./comparison-document.ts";
import { documentSchema } from "./read-stream-document.ts";
import { resolvedText, storedText } from "./stored-text.ts";
import {
  FROM_BYTES,
  GAP,
  LARGEST_RATIO,
  type MimeBundle,
  NAMES_BYTES,
  plainSource,
  storedGaps,
  SUMMARY_BYTES,
  textBytes,
} from "./stream-bundle.ts";

const nameSchema = v.pipe(v.string(), v.maxLength(1_000));

const comparisonSchema: v.GenericSchema<unknown, ComparisonDocument> = v.pipe(
  v.object({
    v: v.literal(1),
    title: orUndefined(nameSchema),
    prompt: orUndefined(v.string()),
    arms: v.pipe(
      v.array(v.object({ name: nameSchema, stream: documentSchema })),
      v.minLength(2),
      v.maxLength(4),
    ),
  }),
  v.check(({ arms }) => new Set(arms.map((arm) => arm.name)).size === arms.length),
);

/**
 * Returns what a notebook stores of a comparison: the document for Millrace's renderer, and for other front ends its
 * streams one after the other, as HTML and as text. It is as bounded as what `streamBundle` returns.
 *
 * @example
 * ```ts
 * const stream = documentOf(emptyDocument({ session: "k", id: "s", text: "Hello" }));
 * const arms = [{ name: "a", stream }, { name: "b", stream }];
 * comparisonBundle({ v: 1, title: undefined, prompt: "Hi", arms })["text/plain"]; // "a\n\nHello\n\nb\n\nHello"
 * ```
 */
export function comparisonBundle(document: ComparisonDocument): MimeBundle {
  const named = document.arms.map(({ name, stream }) => ({ ...stream, title: name }));
  const plain = named.map(plainSource).join(GAP);
  let offsetChars = 0;
  const arms = document.arms.map(({ name, stream }, index) => {
    const own = named[index] ?? stream;
    const text = storedText(stream.text, plain, offsetChars + titleChars(name));
    offsetChars += plainSource(own).length + GAP.length;
    return { name, stream: { ...stream, text, gaps: "" } };
  });
  const bytes = named.reduce((sum, stream) => sum + textBytes(stream), 0);
  const limitBytes = LARGEST_RATIO * Math.max(FROM_BYTES * named.length, bytes);
  const usedBytes = jsonBytes(plain) + jsonBytes({ ...document, arms }) + NAMES_BYTES;
  const shareBytes = Math.floor((limitBytes - usedBytes) / named.length);
  const html = named.map((stream) => boundedHtml(stream, shareBytes - SUMMARY_BYTES));
  const stored = arms.map(({ name, stream }, index) => {
    const freeBytes = shareBytes - jsonBytes(html[index] ?? "");
    const gaps = storedGaps(document.arms[index]?.stream.gaps ?? "", freeBytes);
    return { name, stream: { ...stream, gaps } };
  });
  return {
    [COMPARISON_MIME_TYPE]: { ...document, arms: stored },
    "text/html": `<div class="millrace-comparison">${html.join("")}</div>`,
    "text/plain": plain,
  };
}

function titleChars(title: string): number {
  return title === "" ? 0 : printable(title).length + GAP.length;
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
  const stored = dig(bundle, COMPARISON_MIME_TYPE);
  const arms = asList(dig(stored, "arms")).map((arm) => {
    const text = resolvedText(dig(arm, "stream", "text"), dig(bundle, "text/plain"));
    return { ...Object(arm), stream: { ...Object(dig(arm, "stream")), text } };
  });
  const { success, output } = v.safeParse(comparisonSchema, { ...Object(stored), arms });
  return success ? output : undefined;
}
