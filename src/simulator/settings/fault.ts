import type { FaultSettings } from "./fault-settings.ts";

/** A fault that can be injected into an answer. `after` counts tokens. */
export type Fault = Readonly<ReturnType<(typeof faultReaders)[keyof typeof faultReaders]>>;

/** A fault and the share of requests that it affects. */
export interface LikelyFault {
  readonly fault: Fault;
  /** Share of requests that it affects, in [0, 1]. */
  readonly rate: number;
}

/** All faults with the readers of their settings. Defaults are values that make the fault visible. */
export const faultReaders = {
  /**
   * The answer ends after `after` tokens: `clean` ends the body without the terminator, `fin` closes the connection in
   * the middle of the body, `rst` resets it.
   */
  cut: (settings: FaultSettings) => ({
    kind: "cut" as const,
    after: settings.number("after", 10),
    how: settings.choice("how", ["clean", "fin", "rst"]),
  }),
  /** The answer pauses after `after` tokens. */
  stall: (settings: FaultSettings) => pause("stall", settings, 60_000),
  /** The whole server pauses after `after` tokens of this answer. */
  freeze: (settings: FaultSettings) => pause("freeze", settings, 1_000),
  /** The request is refused with a status; at most `times` times per model name, without limit if `undefined`. */
  status: (settings: FaultSettings) => ({
    kind: "status" as const,
    code: settings.status("code", 503),
    retryAfterMs: settings.number("retryAfterMs", undefined),
    times: settings.number("times", undefined),
  }),
  /** The request is refused with the provider's error for a prompt that is too long. */
  "context-length": () => ({ kind: "context-length" as const }),
  /** The connection is reset before the answer begins. */
  "refuse-connection": () => ({ kind: "refuse-connection" as const }),
  /** The headers and all tokens are delayed by `forMs`. */
  "slow-headers": (settings: FaultSettings) => ({
    kind: "slow-headers" as const,
    forMs: settings.number("forMs", 5_000),
  }),
  /** The headers are sent at once, long before the first token. */
  "early-headers": () => ({ kind: "early-headers" as const }),
  /** Every byte is sent in its own packet. */
  trickle: () => ({ kind: "trickle" as const }),
  /** Every frame is sent in two packets, cut anywhere: within a line, within a character. */
  split: () => ({ kind: "split" as const }),
  /** A token is replaced by an incomplete frame. */
  malformed: (settings: FaultSettings) => atToken("malformed", settings),
  /** A token's frames are sent twice. */
  duplicate: (settings: FaultSettings) => atToken("duplicate", settings),
  /** A token's frames are sent after those of the next token. */
  reorder: (settings: FaultSettings) => atToken("reorder", settings),
  /** The provider reports an error in the stream and ends it. */
  error: (settings: FaultSettings) => atToken("error", settings),
  /** The last frame is missing. */
  "no-terminator": () => ({ kind: "no-terminator" as const }),
  /** The content type is that of a web page. */
  "wrong-content-type": () => ({ kind: "wrong-content-type" as const }),
  /** A frame has a wrong checksum; binary framing only. */
  "bad-crc": (settings: FaultSettings) => atToken("bad-crc", settings),
  /** A frame declares a length of 1 GiB; binary framing only. */
  "bad-length": (settings: FaultSettings) => atToken("bad-length", settings),
  /** A token is `sizeChars` characters long. */
  huge: (settings: FaultSettings) => ({
    ...atToken("huge", settings),
    // The limit is far below the longest string of V8.
    sizeChars: settings.number("sizeChars", 4_194_304, 100_000_000),
  }),
  /** The answer starts again when it has ended. */
  endless: () => ({ kind: "endless" as const }),
};

function atToken<Kind extends string>(kind: Kind, settings: FaultSettings) {
  return { kind, after: settings.number("after", 3) };
}

function pause<Kind extends string>(kind: Kind, settings: FaultSettings, forMs: number) {
  return { kind, after: settings.number("after", 10), forMs: settings.number("forMs", forMs) };
}
