import { systemClock } from "../clock/index.ts";
import { collecting, describeFailure, type EndReason, traceRecorder } from "../events/index.ts";
import type { Collected, Trace } from "../events/index.ts";
import { startStream } from "../lifecycle/index.ts";
import type { Provider } from "../providers/index.ts";
import { systemRandom } from "../stats/index.ts";
import { EXIT, type ExitStatus } from "./exit.ts";
import { openProvider } from "./open-provider.ts";
import { jsonLine, printable } from "./printable.ts";
import { readWholeNumber } from "./read-number.ts";
import { fitToProvider, readDeadlines, readRequest } from "./read-request.ts";
import { redact } from "./redact.ts";
import type { RequestValues } from "./request-options.ts";
import { figureLines, streamFigures } from "./stream-figures.ts";
import { eventPrinter, textPrinter } from "./stream-printer.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What a command line asks, before it is read. */
export interface Asking {
  readonly values: RequestValues;
  readonly positionals: readonly string[];
  /** What stands between the stream and the provider. */
  readonly around?: (provider: Provider) => Provider;
  /** Is given the times of the stream when it has ended. */
  readonly onTrace?: (trace: Trace) => Promise<void>;
}

/**
 * Asks a model and shows its answer while it comes, then its figures.
 *
 * @returns 1 where the answer failed or was cut off, 130 where it was stopped.
 * @throws {UsageError} When it was asked wrongly.
 */
export async function ask(asking: Asking, terminal: Terminal): Promise<ExitStatus> {
  const { values, positionals } = asking;
  if (values.events === true && values.json === true) {
    throw new UsageError("Cannot ask as --events and --json exclude each other");
  }
  const asked = await readRequest(values, positionals, terminal);
  const deadlines = readDeadlines(values);
  const rule = { option: "attempts", from: 1, to: 100 };
  const attempts = readWholeNumber(values.attempts, rule) ?? 3;
  const { provider, model, close } = await openProvider(values, terminal);
  try {
    for (const words of fitToProvider(values, provider)) terminal.err(words);
    const clock = systemClock();
    const recorder = traceRecorder({ id: "stream", scheduledAt: clock.now() });
    const stream = startStream(
      asking.around?.(provider) ?? provider,
      { ...asked, model },
      {
        clock,
        random: systemRandom(),
        deadlines,
        retry: { attempts },
        signal: terminal.interrupt,
        trace: recorder,
      },
    );
    const printer = printerFor(values, terminal);
    const collector = collecting();
    for await (const event of stream) {
      collector.add(event);
      printer.print(event);
    }
    printer.end();
    const trace = recorder.trace();
    await asking.onTrace?.(trace);
    return conclude(values, { collected: collector.collected(), trace }, terminal);
  } finally {
    await close();
  }
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
    terminal.out(
      redact(jsonLine({ provider, model, ...collected, figures }), terminal.environment),
    );
  }
  if (values.quiet !== true && end?.kind !== "failed") {
    for (const line of figureLines(figures, collected)) terminal.err(printable(line));
  }
  const problem = problemOf(end);
  if (problem !== undefined) {
    const [line = ""] = problem.split("\n");
    terminal.err(printable(redact(line, terminal.environment)));
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
      return EXIT.ok;
  }
}
