import type { LiveFigures } from "millrace/metrics";
import type { ReceivedStream } from "millrace/protocols";

import { UNKNOWN } from "../pane/figures.ts";
import { durationText } from "../pane/words/duration-text.ts";
import { wordDifference } from "./word-difference.ts";

/** One of the compared streams, after its end. */
export interface MeasuredArm {
  readonly name: string;
  readonly stream: ReceivedStream;
  readonly figures: LiveFigures;
}

/** A row of the table: a figure of every arm, and of two arms how much more the second has. */
export interface DifferenceRow {
  readonly label: string;
  readonly values: readonly string[];
  readonly difference: string | undefined;
}

interface Quantity {
  readonly label: string;
  readonly of: (arm: MeasuredArm) => number | undefined;
  readonly format: (value: number) => string;
  readonly isEstimated?: (arm: MeasuredArm) => boolean;
}

const QUANTITIES: readonly Quantity[] = [
  { label: "TTFT", of: ({ figures }) => figures.ttftMs, format: durationText },
  { label: "last token after", of: ({ stream }) => totalMs(stream), format: durationText },
  {
    label: "tok/s",
    of: ({ figures }) => figures.tokensPerSecond?.tokensPerSecond,
    format: (value) => value.toFixed(value < 10 ? 1 : 0),
    isEstimated: ({ figures }) => figures.tokensPerSecond?.isEstimated === true,
  },
  { label: "stalls", of: ({ figures }) => figures.stalls?.count, format: String },
  {
    label: "characters",
    of: ({ stream }) => stream.text.length,
    format: (value) => value.toLocaleString("en"),
  },
];

export function differenceRows(arms: readonly MeasuredArm[]): DifferenceRow[] {
  return QUANTITIES.map(({ label, of, format, isEstimated = () => false }) => {
    const values = arms.map(of);
    const marks = arms.map((arm) => (isEstimated(arm) ? "≈" : ""));
    const anyMark = marks.find((mark) => mark !== "") ?? "";
    return {
      label,
      values: values.map((value, index) =>
        value === undefined ? UNKNOWN : `${marks[index] ?? ""}${format(value)}`,
      ),
      difference:
        arms.length === 2
          ? differenceText(values[0], values[1], (value) => `${anyMark}${format(value)}`)
          : undefined,
    };
  });
}

/** Returns how much the texts differ from the first one's. */
export function textDifference([first, ...others]: readonly MeasuredArm[]): string {
  const parts = others.map(({ name, stream }) => {
    const words = wordDifference(first?.stream.text ?? "", stream.text);
    if (words === 0) return `${name}: same text`;
    const count = words === undefined ? "more than 1,000" : words.toLocaleString("en");
    return `${name}: ${count} ${words === 1 ? "word" : "words"} added or removed`;
  });
  return `Compared with ${first?.name ?? ""}, ${parts.join("; ")}.`;
}

function totalMs({ gapsMs }: ReceivedStream): number | undefined {
  return gapsMs.length === 0 ? undefined : gapsMs.reduce((sum, gapMs) => sum + gapMs, 0);
}

function differenceText(
  first: number | undefined,
  second: number | undefined,
  format: (value: number) => string,
): string {
  if (first === undefined || second === undefined) return UNKNOWN;
  if (first === second) return "0";
  return `${second > first ? "+" : "−"}${format(Math.abs(second - first))}`;
}
