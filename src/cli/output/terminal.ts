import { keepOwnStyles, lineFilter, textFilter } from "./terminal-text.ts";

/**
 * Output of a command: results to `out`, messages to `err`, so that results can be piped.
 *
 * API keys of the environment are removed from all output, and on a terminal control characters are replaced by symbols,
 * so text from models and providers cannot control it.
 */
export interface Terminal {
  out(line: string): void;
  /** Writes lines of results; {@link keepOwnStyles} keeps their colours. */
  outStyled(lines: string): void;
  /** Writes part of the results, without ending the line. */
  show(text: string, style?: "dim"): void;
  err(line: string): void;
  /** Overwrites the last message line; only if {@link isTty}. */
  status(line: string): void;
  /** Whether `err` is a terminal, so progress bars and colours make sense. */
  readonly isTty: boolean;
  readonly outIsTty: boolean;
  readonly colour: boolean;
  /** Width of the window; 80 if there is none. */
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input; `undefined` if it is a terminal. */
  readonly input: PipedInput | undefined;
  /** Aborted by the first Ctrl-C; the second one ends the process. */
  readonly interrupt: AbortSignal;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: Stdin;
}

type Stdin = AsyncIterable<unknown> & {
  readonly isTTY?: boolean | undefined;
  destroy?(): unknown;
};

export interface PipedInput {
  readonly kind: InputKind;
  readonly chunks: AsyncIterable<unknown>;
  /** Stops reading, so that an open input does not keep the process alive. */
  release(): void;
}

/** `device` is `/dev/null`, or a closed input. */
export type InputKind = "pipe" | "file" | "socket" | "device";

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const DIM = "\u001B[2m";
const NOT_DIM = "\u001B[22m";

/** @see {@link https://no-color.org} and {@link https://force-color.org} */
export function terminalOf(
  streams: Streams,
  interrupt: AbortSignal,
  inputKind: InputKind = "pipe",
): Terminal {
  const { stdout, stderr, stdin, env } = streams;
  const isTty = stderr.isTTY === true;
  const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
  const refused = (env["NO_COLOR"] ?? "") !== "";
  const outIsTty = stdout.isTTY === true;
  const shown = textFilter(outIsTty, env);
  const outLine = lineFilter(outIsTty, env);
  const errLine = lineFilter(isTty, env);
  let hasStatus = false;

  function clearStatus(): void {
    if (hasStatus) stderr.write("\r\u001B[2K");
    hasStatus = false;
  }

  function out(text: string): void {
    clearStatus();
    stdout.write(`${shown.end()}${text}`);
  }

  return {
    out: (line) => out(`${outLine(line)}\n`),
    outStyled: (lines) => out(`${keepOwnStyles(lines, outLine)}\n`),
    show(text, style) {
      clearStatus();
      const visible = shown.push(text);
      if (visible === "") return;
      stdout.write(style === "dim" ? `${DIM}${visible}${NOT_DIM}` : visible);
    },
    err(line) {
      clearStatus();
      stderr.write(`${errLine(line)}\n`);
    },
    status(line) {
      if (!isTty) return;
      clearStatus();
      stderr.write(errLine(line).replaceAll("\n", " "));
      hasStatus = true;
    },
    isTty,
    outIsTty,
    colour: forced || (outIsTty && !refused),
    columns: stdout.columns ?? 80,
    environment: env,
    input: pipedInput(stdin, inputKind),
    interrupt,
  };
}

function pipedInput(stdin: Stdin | undefined, kind: InputKind): PipedInput | undefined {
  if (stdin === undefined || stdin.isTTY === true) return undefined;
  return { kind, chunks: stdin, release: () => void stdin.destroy?.() };
}
