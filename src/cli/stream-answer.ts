import { jsonLine, printable } from "../text/index.ts";
import { systemClock } from "../clock/index.ts";
import {
  answerCollector,
  describeFailure,
  type EndReason,
  traceRecorder,
} from "../events/index.ts";
import type { Collected, Trace } from "../events/index.ts";
import { startStream, type StreamOptions } from "../lifecycle/index.ts";
import type { ChatRequest, Provider } from "../providers/index.ts";
import { integerFrom, systemRandom } from "../stats/index.ts";
import { EXIT, type ExitStatus } from "./exit.ts";
import { openProvider } from "./open-provider.ts";
import { readNumber } from "./inputs/read-number.ts";
import { fitToProvider, readDeadlines, readRequest } from "./inputs/read-request.ts";
import { type RecordingFile, recordingFile } from "./recording-file.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import { figureLines, streamFigures } from "./output/stream-figures.ts";
import { eventPrinter, textPrinter } from "./output/stream-printer.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** What a command line asks, before it is read. */
export interface Asking {
  readonly values: RequestValues;
  readonly positionals: readonly string[];
  /** Where the answer is recorded. */
  readonly record?: string | undefined;
}

/**
 * Asks a model and shows its answer while it comes, then its figures.
 *
 * @returns 1 where the answer failed or was cut off, 130 where it was stopped.
 * @throws {UsageError} When it was asked wrongly.
 */
export async function ask(asking: Asking, terminal: Terminal): Promise<ExitStatus> {
  const { values, positionals, record } = asking;
  requireOneOutput(values);
  const limits = readLimits(values);
  const asked = await readRequest(values, positionals, terminal);
  const { provider, model, close } = await openProvider(values, terminal);
  try {
    for (const words of fitToProvider(values, provider)) terminal.err(words);
    const request = { ...asked, model };
    const { environment } = terminal;
    const tape = record === undefined ? undefined : await recordingFile(record, environment);
    return await showAnswer(values, { provider, request, limits, tape }, terminal);
  } finally {
    await close();
  }
}

/** @throws {UsageError} When two kinds of output are wanted. */
export function requireOneOutput({ events, json }: RequestValues): void {
  if (events === true && json === true) {
    throw new UsageError("Cannot ask as --events and --json exclude each other");
  }
}

/** How long it may take, and how often it may be tried. */
export type Limits = Required<Pick<StreamOptions, "deadlines" | "retry">>;

/**
 * The limits that the command line sets.
 *
 * @throws {UsageError} When they are none.
 */
export function readLimits(values: RequestValues): Limits {
  const attempts = readNumber(values.attempts, "attempts", integerFrom(1, 100)) ?? 3;
  return { deadlines: readDeadlines(values), retry: { attempts } };
}

/** Who is asked what. */
export interface AnswerSource {
  readonly provider: Provider;
  readonly request: ChatRequest;
  readonly limits: Limits;
  /** Where the answer is recorded. */
  readonly tape?: RecordingFile | undefined;
}

/** Shows an answer while it comes, then its figures; see {@link ask}. */
export async function showAnswer(
  values: RequestValues,
  { provider, request, limits, tape }: AnswerSource,
  terminal: Terminal,
): Promise<ExitStatus> {
  const clock = systemClock();
  const recorder = traceRecorder({ id: `stream-${clock.wallMs()}`, scheduledAt: clock.now() });
  const stream = startStream(tape?.around(provider) ?? provider, request, {
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
  await tape?.save(trace);
  const status = conclude(values, { collected: collector.collected(), trace }, terminal);
  if (tape !== undefined && values.quiet !== true) terminal.err(`Recorded in ${tape.path}`);
  return status;
}

function printerFor(values: RequestValues, terminal: Terminal) {
  if (values.events === true) return eventPrinter(terminal);
  if (values.json === true) return { print: () => undefined, end: () => undefined };
  return textPrinter(terminal, { hidesReasoning: values["hide-reasoning"] === true });
}

function conclude(
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
    ? "The answer was cut off: it ended without the provider's sign of completion"
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
