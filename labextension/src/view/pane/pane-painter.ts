import type { ReceivedStream } from "millrace/protocols";

import { announcement, statusText } from "../status-text.ts";
import type { Feed } from "../stream-controls.ts";
import { setAttribute, setHidden, setText } from "./set-dom.ts";
import { durationText } from "./words/duration-text.ts";
import { endingOf } from "./words/ending-text.ts";
import { type Figure, shownFigures, figureReader } from "./figures.ts";
import type { ActionName } from "./action-runner.ts";
import type { Pace } from "../pace.ts";
import type { PaneActions } from "./pane-actions.ts";
import type { PaneParts } from "./pane-parts.ts";
import type { StatusAnnouncer } from "./status-announcer.ts";
import type { viewLag } from "./view-lag.ts";

/** What a pane was given, and what follows from it. */
export interface PaneContent {
  readonly stream: ReceivedStream;
  readonly feed: Feed;
  /** Whether more may arrive. */
  readonly isLive: boolean;
}

export interface PanePainterOptions {
  readonly parts: PaneParts;
  readonly actions: PaneActions;
  readonly status: StatusAnnouncer;
  readonly lag: ReturnType<typeof viewLag>;
  /** Of the figures. */
  readonly pace: Pace;
  /** Number of the pane on its page, which keeps its name unique for screen readers. */
  readonly pane: number;
}

/** Writes a stream into the parts of its pane. */
export function panePainter({ parts, actions, status, lag, pace, pane }: PanePainterOptions) {
  const { root } = parts;
  const meter = figureReader();
  let figures: readonly Figure[] = [];

  function paintHead({ stream, feed, isLive }: PaneContent): void {
    root.dataset["millraceStream"] = stream.id;
    root.dataset["state"] = stream.end?.kind ?? (feed === "live" ? stream.state : feed);
    setAttribute(root, "aria-label", `${stream.title ?? "Answer"}, pane ${pane}`);
    setAttribute(root, "aria-busy", String(isLive));
    setText(parts.title, stream.title ?? "");
    setText(parts.model, stream.model ?? "");
    setText(
      parts.state,
      PENDING_TEXTS[actions.runner.pending ?? "copy"] ?? headText(stream, feed, actions.frozen()),
    );
    setText(parts.problem, actions.runner.problem ?? "");
    setHidden(parts.problem, actions.runner.problem === undefined);
    parts.prompt.show(stream.prompt);
    parts.attempts.show(stream.attempts);
  }

  function paintControls({ stream, isLive }: PaneContent): void {
    const { pending } = actions.runner;
    const controls = actions.controlsNow();
    const ending = stream.end && endingOf(stream.end);
    const canRetry = controls.retry !== undefined && !isLive;
    const isRetryInBody = ending?.tone === "problem";
    const retry = {
      label: "Retry",
      title: "Request the answer again",
      isBusy: pending === "retry",
    };
    parts.buttons.show({
      controls,
      pending,
      isLive,
      isPaused: stream.isPaused || actions.frozen() !== undefined,
      pauseStopsReading: actions.stopsReading(),
      hasContent: lengthOf(stream) > 0,
      isCopied: actions.isCopied(),
      retry: { ...retry, isHidden: !canRetry || isRetryInBody },
    });
    parts.ending.show(ending);
    parts.retry.show({ ...retry, isHidden: !canRetry || !isRetryInBody });
  }

  function paintContent({ stream, isLive }: PaneContent, isLate: () => boolean): boolean {
    const frozen = actions.frozen();
    const { text, reasoning, reasoningMs, toolCalls, state } = frozen ?? stream;
    const isOpen = isLive && state === "reasoning";
    const isThoughtWhole = parts.reasoning.show({ reasoning, reasoningMs, isOpen }, isLate);
    const isComplete = !isLive && frozen === undefined;
    const isAnswerWhole = parts.answer.show(text, isComplete, isLate);
    parts.tools.show(toolCalls, isLive);
    parts.body.settle(isLive);
    return isThoughtWhole && isAnswerWhole;
  }

  function paintFigures({ stream, isLive }: PaneContent): void {
    const kernelBlockedMs = stream.kernelBlocks?.beforeFirstTokenMs;
    figures = shownFigures(meter.read(stream), { isLive, kernelBlockedMs });
    const lagMs = isLive && figures.length > 0 ? lag.longestMs() : undefined;
    const shown = lagMs === undefined ? figures : [...figures, lagFigure(lagMs)];
    parts.foot.show({ figures: shown, gapsMs: orderedGaps(stream), usage: stream.usage });
  }

  return {
    /** @returns Whether all is painted. */
    paint(content: PaneContent, isLate: () => boolean): boolean {
      const focused = root.contains(document.activeElement) ? document.activeElement : undefined;
      paintHead(content);
      paintControls(content);
      const isWhole = paintContent(content, isLate);
      lag.painted();
      if (pace.isDue(!content.isLive || figures.length === 0)) paintFigures(content);
      status.announce(announcement(content.stream, content.feed));
      // The browser moves the focus to the page when the button that has it disappears.
      if (focused && focused !== root && !focused.checkVisibility()) {
        root.focus({ preventScroll: true });
      }
      return isWhole;
    },
    /** The figures of the last paint, without those of the view itself. */
    figures: () => figures,
  };
}

/** What the head shows until the kernel answers. */
const PENDING_TEXTS: Partial<Record<ActionName, string>> = {
  stop: "stopping",
  retry: "requesting again",
};

function headText(stream: ReceivedStream, feed: Feed, frozen: ReceivedStream | undefined): string {
  if (frozen === undefined) {
    return stream.isPaused ? "paused: not reading" : statusText(stream, feed);
  }
  const waiting = Math.max(0, lengthOf(stream) - lengthOf(frozen));
  const end = stream.end === undefined ? "paused" : `paused, ${statusText(stream, feed)}`;
  return `${end}: ${waiting.toLocaleString("en")} characters waiting`;
}

function lengthOf({ text, reasoning, toolCalls }: ReceivedStream): number {
  const names = toolCalls.reduce((sum, { name, text: json }) => sum + name.length + json.length, 0);
  return text.length + reasoning.length + names;
}

function lagFigure(lagMs: number): Figure {
  return {
    label: "view lag",
    value: durationText(lagMs),
    title: "The longest wait in this page from the arrival of content to its paint, over 60 paints",
  };
}

function orderedGaps({ gapsMs, isGapOrderKnown }: ReceivedStream): readonly number[] {
  return isGapOrderKnown ? gapsMs : [];
}
