export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** 128 + SIGINT, as in shells. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP: readonly string[] = [
  "Exit status:",
  ...[
    [
      EXIT.ok,
      "Success; for bench and report: the run is valid, whatever the result; for simulate: stopped",
    ],
    [
      EXIT.failed,
      "Failure: missing or incomplete answer, invalid run, too many failed requests, full disk",
    ],
    [EXIT.usage, "Wrong usage: a bad option, plan or file; no request was sent"],
    [EXIT.interrupted, "Stopped by Ctrl-C, SIGTERM or a closed output (any command but simulate)"],
  ].map(([status = "", meaning = ""]) => `  ${String(status).padEnd(3)}  ${meaning}`),
];
