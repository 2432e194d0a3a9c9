import { type Clock, instantAfter } from "millrace/clock";
import type { ReceivedStream } from "millrace/protocols";

import { copyText } from "../copy-text.ts";
import type { StreamControls, ViewServices } from "../stream-controls.ts";
import { actionRunner } from "./action-runner.ts";
import { copiedMarkdown, copiedWithTiming } from "./words/copied-answer.ts";
import type { Figure } from "./figures.ts";
import { downloadFile, savedFile } from "./saved-file.ts";
import type { ToolbarActions } from "./buttons/toolbar.ts";

/** How long a button shows that the answer was copied. */
const COPIED_MS = 1_500;

export interface PaneActionOptions {
  readonly controls: (stream: ReceivedStream) => StreamControls;
  readonly services: ViewServices;
  readonly clock: Clock;
  /** The newest stream; `undefined` before the first. */
  readonly stream: () => ReceivedStream | undefined;
  readonly figures: () => readonly Figure[];
  readonly changed: () => void;
}

/** What the user can do in a pane, and its state. */
export type PaneActions = ReturnType<typeof paneActions>;

export function paneActions(options: PaneActionOptions) {
  const { services, clock, stream, changed } = options;
  const runner = actionRunner(changed);
  let frozen: ReceivedStream | undefined;
  let isCopied = false;

  function controlsNow(): StreamControls {
    const newest = stream();
    return newest === undefined ? {} : options.controls(newest);
  }

  function stopsReading(): boolean {
    return services.pauseStopsReading === true && controlsNow().pause !== undefined;
  }

  function showCopied(): void {
    isCopied = true;
    clock.callAt(instantAfter(clock.now(), COPIED_MS), () => {
      isCopied = false;
      changed();
    });
  }

  function copy(write: (newest: ReceivedStream) => string): void {
    const newest = stream();
    if (newest === undefined) return;
    const put = services.copy ?? copyText;
    runner.run("copy", () => put(write(newest)), showCopied);
  }

  function togglePause(): void {
    const newest = stream();
    if (frozen !== undefined) frozen = undefined;
    else if (newest?.isPaused === true) runner.run("resume", controlsNow().resume);
    else if (stopsReading()) runner.run("pause", controlsNow().pause);
    else frozen = newest;
    changed();
  }

  const bar: ToolbarActions = {
    stop: () => runner.run("stop", controlsNow().stop),
    retry: () => runner.run("retry", controlsNow().retry, () => (frozen = undefined)),
    togglePause,
    copy: () => copy(({ text }) => copiedMarkdown(text)),
    copyWithTiming: () => copy((newest) => copiedWithTiming(newest, options.figures())),
    saveAs(format) {
      const newest = stream();
      if (newest === undefined) return;
      const save = services.download ?? downloadFile;
      runner.run("export", async () => save(savedFile(newest, format)));
    },
  };

  return {
    bar,
    runner,
    controlsNow,
    stopsReading,
    /** What is shown instead of the newest stream; `undefined` if the display is not frozen. */
    frozen: () => frozen,
    isCopied: () => isCopied,
  };
}
