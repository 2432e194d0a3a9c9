/** What a command's exit status says. */
export const EXIT = {
  ok: 0,
  /** It was asked rightly and did not work: a provider that is down, an invalid run. */
  failed: 1,
  /** It was asked wrongly; nothing was done. */
  usage: 2,
  /** Ctrl-C, as shells have it. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
