/** Exit statuses of all commands. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The lines of the help about exit statuses. */
export const EXIT_HELP: readonly string[] = [
  "Exit status:",
  ...[
    [
      EXIT.ok,
      "Success; for bench and report: the run is valid, whatever it found; for simulate: stopped",
    ],
    [
      EXIT.failed,
      "Failure: no answer or an incomplete one, an invalid run, too many failed requests, a full disk",
    ],
    [EXIT.usage, "Wrong usage: an option, a plan or a file; no request was sent"],
    [EXIT.interrupted, "Any other command was stopped by Ctrl-C, SIGTERM or a closed output"],
  ].map(([status = "", meaning = ""]) => `  ${String(status).padEnd(3)}  ${meaning}`),
];
