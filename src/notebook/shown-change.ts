import type { StreamEventBody } from "../events/index.ts";

/** The change that an event makes for a viewer. */
export type ShownChange =
  | (Content & { readonly type: "text"; readonly text: string })
  | { readonly type: "event"; readonly event: StreamEventBody; readonly content?: Content }
  /** At most the status changed. */
  | { readonly type: "status" }
  /** One that viewers learn only from the whole stream: they append text and know no blocks. */
  | { readonly type: "whole" };

/** Offset of content in the answer's text, and the gap before it. */
export interface Content {
  readonly offsetChars: number;
  readonly gapMs: number;
  /** Whether it is the first of its stream, which must not wait for a batch. */
  readonly first: boolean;
}
