import { FEWEST_FOR_A_RATE, figureMeter, type LiveFigures, type LiveRate } from "millrace/metrics";
import type { ReceivedStream } from "millrace/protocols";

import { durationText } from "./words/duration-text.ts";

/** One figure of a stream, ready to be shown. */
export interface Figure {
  readonly label: string;
  /** `–` if unknown. */
  readonly value: string;
  /** The tooltip: its definition. */
  readonly title: string;
  /** What limits its meaning, such as a blocked kernel. */
  readonly mark?: string | undefined;
}

/** The figures of one stream, by the definitions of benchmarks. */
export interface FigureReader {
  /** Cost: that of the new gaps. */
  read(stream: ReceivedStream): LiveFigures;
}

export const UNKNOWN = "–";

/** From this on, a kernel was so busy that its own figures suffer. */
const BLOCKED_MS = 100;

export function figureReader(): FigureReader {
  let meter = figureMeter();
  let seen = 0;
  let latestMs: number | undefined;

  return {
    read({ gapsMs, text, reasoning, toolCalls, usage }) {
      // After a lost message, the kernel sends the whole stream again.
      if (seen > gapsMs.length || gapsMs[seen - 1] !== latestMs) {
        meter = figureMeter();
        seen = 0;
      }
      if (gapsMs.length > seen) meter.add(gapsMs.slice(seen));
      seen = gapsMs.length;
      latestMs = gapsMs[seen - 1];
      const argumentChars = toolCalls.reduce((sum, call) => sum + call.text.length, 0);
      return meter.figures({
        answerChars: text.length + argumentChars,
        reasoningChars: reasoning.length,
        usage,
      });
    },
  };
}

/**
 * Returns what the pane shows. Nothing before the first token, and nothing unknown of a stream that has ended.
 *
 * @param kernelBlockedMs The longest time that the kernel ran other code and could not read the stream.
 */
export function shownFigures(
  figures: LiveFigures,
  { isLive, kernelBlockedMs = 0 }: { isLive: boolean; kernelBlockedMs?: number | undefined },
): Figure[] {
  const all: Figure[] = [
    {
      label: "TTFT",
      value: ms(figures.ttftMs),
      title: "Time from the request to the first token, including reasoning and tool calls",
      mark:
        kernelBlockedMs < BLOCKED_MS
          ? undefined
          : `kernel blocked ${durationText(kernelBlockedMs)}`,
    },
    {
      label: "tok/s",
      value: rate(figures.tokensPerSecond),
      title: `Tokens per second after the first arrival, from ${FEWEST_FOR_A_RATE} tokens on; ≈ if estimated from the number of characters or the provider’s total`,
    },
    {
      label: "gap",
      value: ms(figures.gapMs),
      title: "Median gap between arrivals of content, however much each brought",
    },
    {
      label: "jitter",
      value: ms(figures.jitterMs),
      title: "Median absolute deviation of the gaps between arrivals, as a standard deviation",
    },
    {
      label: "stalls",
      value: String(figures.stalls?.count ?? UNKNOWN),
      title: "Gaps longer than five medians and 200 ms",
    },
  ];
  if (figures.ttftMs === undefined) return [];
  return isLive ? all : all.filter(({ value }) => value !== UNKNOWN);
}

function rate(known: LiveRate | undefined): string {
  if (known === undefined) return UNKNOWN;
  const { tokensPerSecond, isEstimated } = known;
  return `${isEstimated ? "≈" : ""}${tokensPerSecond.toFixed(tokensPerSecond < 10 ? 1 : 0)}`;
}

function ms(value: number | undefined): string {
  return value === undefined ? UNKNOWN : durationText(value);
}
