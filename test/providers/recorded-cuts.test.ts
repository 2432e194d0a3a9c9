import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { type Random, seededRandom } from "../../src/stats/index.ts";
import { REQUEST } from "../contracts/wire-provider.ts";
import { answersWith, type RecordedAnswer, recordedAnswers } from "../support/recorded-answers.ts";

/** The answer to all or some of the bytes. */
function read(
  answer: RecordedAnswer,
  bytes: Uint8Array,
  ending: "eof" | "reset",
): Promise<Collected> {
  const { provider, contentType } = answer;
  return collect(
    startStream(provider, REQUEST, {
      clock: systemClock(),
      random: seededRandom(1),
      retry: { attempts: 1 },
      fetch: answersWith(bytes, contentType, ending),
    }),
  );
}

/** The offsets of all frames, and of the end. */
function boundariesOf({ frames }: RecordedAnswer): number[] {
  const boundaries = [0];
  for (const { length } of frames) boundaries.push((boundaries.at(-1) ?? 0) + length);
  return boundaries;
}

/** Every boundary, an offset inside every frame, and the bytes around boundaries near tool calls. */
function sizesOf(answer: RecordedAnswer, random: Random): number[] {
  const boundaries = boundariesOf(answer);
  const total = boundaries.at(-1) ?? 0;
  const sizes = answer.frames.flatMap((frame, index) => {
    const begin = boundaries[index] ?? 0;
    const end = begin + frame.length;
    const within = begin + Math.floor(random() * frame.length);
    const hasCall = /tool|function/u.test(Buffer.from(frame).toString("latin1"));
    return hasCall ? [begin, begin + 1, within, end - 2, end - 1] : [begin, within];
  });
  return [...new Set([...sizes, total])].filter((size) => size >= 0 && size <= total);
}

/** The parts of a cut answer that the whole answer does not have. */
function strangeContent(part: Collected, whole: Collected): string[] {
  const inputs = part.toolCalls.flatMap(({ name, input }, index) => {
    const known = JSON.stringify(whole.toolCalls[index]?.input);
    const json = JSON.stringify(input);
    return input === undefined || json === known ? [] : [`input ${json} of ${name}`];
  });
  return [
    ...inputs,
    ...(whole.text.startsWith(part.text) ? [] : [`text ${part.text}`]),
    ...(whole.reasoning.startsWith(part.reasoning) ? [] : [`reasoning ${part.reasoning}`]),
  ];
}

/**
 * How the end of a cut answer contradicts what the provider has reported by then. Within the frame that
 * reports the end, both are right: a last line needs no line feed.
 */
function strangeEnd(sizeBytes: number, answer: RecordedAnswer, ends: readonly Collected["end"][]) {
  const [kind = "none", wholeKind] = ends.map((end) => end?.kind);
  const boundaries = boundariesOf(answer);
  const isReported = sizeBytes >= (boundaries[answer.finishingFrame + 1] ?? Infinity);
  const isUnreported = sizeBytes <= (boundaries[answer.finishingFrame] ?? Infinity);
  if (isUnreported && !["truncated", "failed"].includes(kind)) return [`end ${kind}`];
  return isReported && kind !== wholeKind ? [`end ${kind} after ${wholeKind}`] : [];
}

describe("a recorded answer that is cut off", () => {
  const random = seededRandom(20260820);
  // Ollama's SDK writes warnings about cut lines to the console.
  beforeEach(() => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    onTestFinished(() => warned.mockRestore());
  });

  it.each(recordedAnswers())("emits nothing that was not sent: $name", async (answer) => {
    const bytes = Buffer.concat(answer.frames);
    const whole = await read(answer, bytes, "eof");
    const lies: string[] = [];
    for (const sizeBytes of sizesOf(answer, random)) {
      for (const ending of ["eof", "reset"] as const) {
        const part = await read(answer, bytes.subarray(0, sizeBytes), ending);
        const strange = [
          ...strangeContent(part, whole),
          ...strangeEnd(sizeBytes, answer, [part.end, whole.end]),
        ];
        lies.push(...strange.map((what) => `${ending} after ${sizeBytes} bytes: ${what}`));
      }
    }

    expect(lies).toEqual([]);
  });
});
