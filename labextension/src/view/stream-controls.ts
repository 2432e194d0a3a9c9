import type { MarkdownViewOptions } from "./markdown/markdown-view.ts";

/** Where a stream's updates come from: not known yet, a kernel, or nowhere any more. */
export type Feed = "connecting" | "live" | "gone";

/**
 * What the user can do to a stream now. A function that is absent is impossible with this kernel, or pointless in this
 * state. Each rejects with an `Error` whose message the pane shows.
 */
export interface StreamControls {
  /** Ends the stream. Resolves when the request has been sent. */
  stop?(): Promise<void>;
  /** Whether {@link stop} ends all streams of the kernel, as an interrupt does. The button is then labelled "Stop all". */
  readonly stopsAll?: boolean | undefined;
  /** Stops reading from the provider, so that nothing more arrives until {@link resume}. */
  pause?(): Promise<void>;
  resume?(): Promise<void>;
  /** Requests the answer again. */
  retry?(): Promise<void>;
}

/** What a view needs of its page: for its code, math and links, as in `MarkdownViewOptions`, and for its menus. */
export interface ViewServices extends Pick<MarkdownViewOptions, "code" | "typeset" | "openLink"> {
  /** Puts text into the clipboard. @defaultValue The browser's clipboard. */
  copy?(text: string): Promise<void>;
  /** Saves a file for the user. @defaultValue A download by the browser. */
  download?(file: DownloadFile): void;
  /** Whether Pause stops reading, if the kernel can, instead of freezing what is shown. @defaultValue `false` */
  readonly pauseStopsReading?: boolean | undefined;
}

/** A file for {@link ViewServices.download}. */
export interface DownloadFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}
