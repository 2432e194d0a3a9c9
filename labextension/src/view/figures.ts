import { FEWEST_FOR_A_RATE, figureMeter, type LiveRate } from "millrace/metrics";
import type { ReceivedStream } from "millrace/protocols";

/** The parts of a stream that figures need. */
type FigureSource = Pick<ReceivedStream, "gapsMs" | "text" | "reasoning" | "toolCalls" | "usage">;

const UNKNOWN = "–";

/** Returns a stream's figures, by the definitions of benchmarks. Their titles are tooltips. Pure. */
export function figuresOf({ gapsMs, text, reasoning, toolCalls, usage }: FigureSource) {
  const argumentChars = toolCalls.reduce((sum, call) => sum + call.text.length, 0);
  const answerChars = text.length + argumentChars;
  const meter = figureMeter();
  meter.add(gapsMs);
  const figures = meter.figures({ answerChars, reasoningChars: reasoning.length, usage });
  return [
    {
      label: "TTFT",
      value: ms(figures.ttftMs),
      title: "Time from the request to the first token, including reasoning and tool calls",
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
}

function rate(known: LiveRate | undefined): string {
  if (known === undefined) return UNKNOWN;
  const { tokensPerSecond, isEstimated } = known;
  return `${isEstimated ? "≈" : ""}${tokensPerSecond.toFixed(tokensPerSecond < 10 ? 1 : 0)}`;
}

/** Gaps are rounded to a tenth of a millisecond, so 0 may be a little more. */
function ms(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  if (value < 0.05) return "<0.1 ms";
  return value < 1_000
    ? `${value.toFixed(value < 10 ? 1 : 0)} ms`
    : `${(value / 1_000).toFixed(2)} s`;
}
