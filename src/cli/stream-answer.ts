import { jsonLine, printable } from "../text/index.ts";
import { systemClock } from "../clock/index.ts";
import {
  type Collected,
  answerCollector,
  describeFailure,
  type EndReason,
  type Trace,
  traceRecorder,
} from "../events/index.ts";
import { startStream, type StreamOptions } from "../lifecycle/index.ts";

import type { ChatRequest, Provider } from "../providers/index.ts";
import { integerFrom, systemRandom } from "../stats/index.ts";
import { EXIT, type ExitStatus } from "./exit.ts";
import { fitToProvider, readDeadlines, readRequest } from "./inputs/read-request.ts";
import { readNumber } from "./inputs/read-value.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import { UsageError } from "./inputs/usage-error.ts";
import { openProvider } from "./open-provider.ts";
import { figureLines, streamFigures } from "./output/stream-figures.ts";
import { eventPrinter, textPrinter } from "./output/stream-printer.ts";
import type { Terminal } from "./output/terminal.ts";
import { type RecordingFile, recordingFile } from "./recording-file.ts";

export interface PromptArguments {
  readonly values: RequestValues;
  readonly positionals: readonly string[];
  readonly record?: string | undefined;
}

/**
 * Sends a prompt and prints the answer as it streams, then its figures.
 *
 * @returns 1 if the answer failed or was cut off, 130 if it was stopped.
 * @throws {UsageError} When an argument is wrong.
 */
export async function streamAnswer(
  { values, positionals, record }: PromptArguments,
  terminal: Terminal,
): Promise<ExitStatus> {
  requireOneOutput(values);
  const limits = readLimits(values);
  const prompt = await readRequest(values, positionals, terminal);
  const { provider, model, close } = await openProvider(values, terminal);
  try {
    for (const warning of fitToProvider(values, provider)) terminal.err(warning);
    const request = { ...prompt, model };
    const recording =
      record === undefined ? undefined : await recordingFile(record, terminal.environment);
    return await printAnswer(values, { provider, request, limits, recording }, terminal);
  } finally {
    await close();
  }
}

/** @throws {UsageError} When two output formats are given. */
export function requireOneOutput({ events, json }: RequestValues): void {
  if (events === true && json === true) {
    throw new UsageError("Cannot use --events and --json as they exclude each other");
  }
}

export type Limits = Required<Pick<StreamOptions, "deadlines" | "retry">>;

/**
 * Reads the limits that the command line sets.
 *
 * @throws {UsageError} When one is malformed.
 */
export function readLimits(values: RequestValues): Limits {
  const attempts = readNumber(values.attempts, "attempts", integerFrom(1, 100)) ?? 3;
  return { deadlines: readDeadlines(values), retry: { attempts } };
}

export interface AnswerRequest {
  readonly provider: Provider;
  readonly request: ChatRequest;
  readonly limits: Limits;
  readonly recording?: RecordingFile | undefined;
}

/** Prints an answer as it streams, then its figures; see {@link streamAnswer}. */
export async function printAnswer(
  values: RequestValues,
  { provider, request, limits, recording }: AnswerRequest,
  terminal: Terminal,
): Promise<ExitStatus> {
  const clock = systemClock();
  const recorder = traceRecorder({ id: `stream-${clock.wallMs()}`, scheduledAt: clock.now() });
  const stream = startStream(recording?.around(provider) ?? provider, request, {
    clock,
    random: systemRandom(),
    ...limits,
    signal: terminal.interrupt,
    trace: recorder,
  });
  const printer = printerFor(values, terminal);
  const collector = answerCollector();
  for await (const event of stream) {
    collector.add(event);
    printer.print(event);
  }
  printer.end();
  const trace = recorder.trace();
  await recording?.save(trace);
  const status = printEnd(values, { collected: collector.collected(), trace }, terminal);
  if (recording !== undefined && values.quiet !== true) {
    terminal.err(`Recorded in ${recording.path}`);
  }
  return status;
}

function printerFor(values: RequestValues, terminal: Terminal) {
  if (values.events === true) return eventPrinter(terminal);
  if (values.json === true) return { print: () => undefined, end: () => undefined };
  return textPrinter(terminal, { hidesReasoning: values["hide-reasoning"] === true });
}

function printEnd(
  values: RequestValues,
  { collected, trace }: { readonly collected: Collected; readonly trace: Trace },
  terminal: Terminal,
): ExitStatus {
  const { end } = collected;
  const figures = streamFigures(trace);
  if (values.json === true) {
    const { provider, model } = trace;
    terminal.out(jsonLine({ provider, model, ...collected, figures }));
  }
  if (values.quiet !== true && end?.kind !== "failed") {
    for (const line of figureLines(figures, collected)) terminal.err(printable(line));
  }
  const problem = problemOf(end);
  if (problem !== undefined) {
    const [line = ""] = problem.split("\n");
    terminal.err(printable(line));
  }
  return statusOf(end);
}

function problemOf(end: EndReason | undefined): string | undefined {
  if (end?.kind === "failed") return describeFailure(end.failure);
  return end?.kind === "truncated"
    ? "The answer was cut off: the stream ended without the provider's completion marker"
    : undefined;
}

function statusOf(end: EndReason | undefined): ExitStatus {
  switch (end?.kind) {
    case "aborted":
      return EXIT.interrupted;
    case "failed":
    case "truncated":
    case undefined:
      return EXIT.failed;
    case "stop":
    case "length":
    case "tool-calls":
    case "content-filter":
    case "other":
      return EXIT.ok;
  }
}
