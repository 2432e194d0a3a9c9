import type { StreamControls } from "../../stream-controls.ts";
import { actionButton, type ActionButtonState } from "./action-button.ts";
import type { ActionName } from "../action-runner.ts";
import { element } from "../../element.ts";
import { menuButton } from "./menu-button.ts";

/** What the buttons of a pane do. */
export interface ToolbarActions {
  stop(): void;
  togglePause(): void;
  retry(): void;
  copy(): void;
  copyWithTiming(): void;
  saveAs(format: "html" | "markdown" | "json"): void;
}

/** What the buttons of a pane depend on. */
export interface ToolbarState {
  readonly controls: StreamControls;
  readonly pending: ActionName | undefined;
  readonly isLive: boolean;
  /** Whether the display is frozen, or the kernel has stopped reading. */
  readonly isPaused: boolean;
  readonly pauseStopsReading: boolean;
  readonly hasContent: boolean;
  readonly isCopied: boolean;
  readonly retry: ActionButtonState;
}

/** The buttons of a pane. What is impossible now is not there. */
export function toolbar(actions: ToolbarActions) {
  const node = element("span", "mr-toolbar");
  const pause = actionButton(
    { name: "mr-pause", sign: "pause", widest: "Resume" },
    actions.togglePause,
  );
  const resume = actionButton(
    { name: "mr-resume", sign: "resume", widest: "Resume" },
    actions.togglePause,
  );
  const stop = actionButton({ name: "mr-stop", sign: "stop", widest: "Stop" }, actions.stop);
  const retry = retryButton("mr-retry", actions.retry);
  const copy = actionButton({ name: "mr-copy", sign: "copy", widest: "Copied" }, actions.copy);
  const save = menuButton({ name: "mr-export", sign: "export", label: "Export" }, [
    { label: "Copy with timing", act: actions.copyWithTiming },
    { label: "Save as HTML", act: () => actions.saveAs("html") },
    { label: "Save as Markdown", act: () => actions.saveAs("markdown") },
    { label: "Save as JSON with timing", act: () => actions.saveAs("json") },
  ]);
  node.append(pause.node, resume.node, stop.node, retry.node, copy.node, save.node);

  return {
    node,
    show(state: ToolbarState) {
      const { controls, pending, isLive, isPaused, hasContent, isCopied } = state;
      pause.show({
        label: "Pause",
        title: pauseTitle(state.pauseStopsReading),
        isHidden: isPaused || !isLive || !hasContent,
        isBusy: pending === "pause",
      });
      resume.show({
        label: "Resume",
        title: "Show what has arrived, and go on",
        isHidden: !isPaused,
        isBusy: pending === "resume",
      });
      stop.show({
        ...stopText(pending === "stop", controls.stopsAll === true),
        isHidden: !isLive || controls.stop === undefined,
        isBusy: pending === "stop",
      });
      retry.show(state.retry);
      copy.show({
        label: isCopied ? "Copied" : "Copy",
        title: "Copy the answer as Markdown",
        isHidden: !hasContent,
      });
      save.node.hidden = !hasContent;
    },
  };
}

export function retryButton(name: string, retry: () => void) {
  return actionButton({ name, sign: "retry", widest: "Retry" }, retry);
}

function pauseTitle(stopsReading: boolean): string {
  return stopsReading
    ? "Stop reading from the provider until you resume"
    : "Freeze what is shown. The text goes on arriving";
}

function stopText(isPending: boolean, stopsAll: boolean) {
  const label = stopsAll ? "Stop all" : "Stop";
  if (isPending) return { label, title: "The kernel has not answered yet" };
  const title = stopsAll
    ? "A cell is running, so this interrupts the kernel: all its streams stop"
    : "Stop the answer and keep what has arrived";
  return { label, title };
}
