import type { Inline } from "millrace/markdown";

import { element } from "../element.ts";

/** Longest text of a model in a chip. */
const LONGEST_CHARS = 80;

/**
 * The place of an image. Images are not loaded: a request would reveal to any host that the answer has been read, and the
 * address can carry what the model knows.
 */
export function imageChip({ src, alt }: Extract<Inline, { type: "image" }>): HTMLElement {
  const parts = ["blocked image", hostOf(src), alt.trim()].filter((part) => part !== "");
  return chip(parts.join(" · "));
}

/** A short text on a background, cut if it is long. */
export function chip(text: string): HTMLElement {
  const node = element("span", "mr-chip");
  node.append(text.length > LONGEST_CHARS ? `${text.slice(0, LONGEST_CHARS)}…` : text);
  return node;
}

function hostOf(src: string): string {
  const url = URL.parse(src);
  if (url === null) return "";
  return url.host === "" ? url.protocol : url.host;
}
