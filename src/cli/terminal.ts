/** Where a command speaks: results to `out`, words to `err`, so that results can be piped. */
export interface Terminal {
  /** Writes a line of results. */
  out(line: string): void;
  /** Writes a piece of results as it is, without ending the line. */
  show(text: string): void;
  /** Writes a line for people. */
  err(line: string): void;
  /** Writes over the last line for people; only where {@link isTty}. */
  status(line: string): void;
  /** Whether people look at `err`: progress bars and colours make sense. */
  readonly isTty: boolean;
  /** Whether people look at `out`: what comes from outside must not move their cursor. */
  readonly outIsTty: boolean;
  /** Whether `out` takes colours. */
  readonly colour: boolean;
  /** Of the window; 80 where there is none. */
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What is piped in; `undefined` where somebody would have to type it. */
  readonly input: AsyncIterable<unknown> | undefined;
  /** Aborted by the first Ctrl-C; the second ends the process. */
  readonly interrupt: AbortSignal;
}

/** What a terminal is made of: `node:process`, or less in a test. */
export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: AsyncIterable<unknown> & { readonly isTTY?: boolean | undefined };
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** @see {@link https://no-color.org} and {@link https://force-color.org} */
export function terminalOf(streams: Streams, interrupt: AbortSignal): Terminal {
  const { stdout, stderr, stdin, env } = streams;
  const isTty = stderr.isTTY === true;
  const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
  const refused = (env["NO_COLOR"] ?? "") !== "";
  let hasStatus = false;

  function clearStatus(): void {
    if (hasStatus) stderr.write("\r\u001B[2K");
    hasStatus = false;
  }

  return {
    out(line) {
      clearStatus();
      stdout.write(`${line}\n`);
    },
    show(text) {
      clearStatus();
      stdout.write(text);
    },
    err(line) {
      clearStatus();
      stderr.write(`${line}\n`);
    },
    status(line) {
      if (!isTty) return;
      clearStatus();
      stderr.write(line);
      hasStatus = true;
    },
    isTty,
    outIsTty: stdout.isTTY === true,
    colour: forced || (stdout.isTTY === true && !refused),
    columns: stdout.columns ?? 80,
    environment: env,
    input: stdin?.isTTY === true ? undefined : stdin,
    interrupt,
  };
}
