import type { FaultSettings } from "./fault-settings.ts";

/** A fault that can be injected into an answer. `after` counts tokens. */
export type Fault =
  /**
   * The answer ends after `after` tokens: `clean` ends the body without the terminator, `fin` closes the connection in
   * the middle of the body, `rst` resets it.
   */
  | { readonly kind: "cut"; readonly after: number; readonly how: "clean" | "fin" | "rst" }
  /** The answer pauses after `after` tokens. */
  | { readonly kind: "stall"; readonly after: number; readonly forMs: number }
  /** The whole server pauses after `after` tokens of this answer. */
  | { readonly kind: "freeze"; readonly after: number; readonly forMs: number }
  /** The request is refused with a status; at most `times` times per model name. */
  | {
      readonly kind: "status";
      readonly code: number;
      readonly retryAfterMs: number | undefined;
      /** `undefined` for no limit. */
      readonly times: number | undefined;
    }
  /** The request is refused with the provider's error for a prompt that is too long. */
  | { readonly kind: "context-length" }
  /** The connection is reset before the answer begins. */
  | { readonly kind: "refuse-connection" }
  /** The headers and all tokens are delayed by `forMs`. */
  | { readonly kind: "slow-headers"; readonly forMs: number }
  /** The headers are sent at once, long before the first token. */
  | { readonly kind: "early-headers" }
  /** Every byte is sent in its own packet. */
  | { readonly kind: "trickle" }
  /** Every frame is sent in two packets, cut anywhere: within a line, within a character. */
  | { readonly kind: "split" }
  /** A token is replaced by an incomplete frame. */
  | { readonly kind: "malformed"; readonly after: number }
  /** A token's frames are sent twice. */
  | { readonly kind: "duplicate"; readonly after: number }
  /** A token's frames are sent after those of the next token. */
  | { readonly kind: "reorder"; readonly after: number }
  /** The provider reports an error in the stream and ends it. */
  | { readonly kind: "error"; readonly after: number }
  /** The last frame is missing. */
  | { readonly kind: "no-terminator" }
  /** The content type is that of a web page. */
  | { readonly kind: "wrong-content-type" }
  /** A frame has a wrong checksum; binary framing only. */
  | { readonly kind: "bad-crc"; readonly after: number }
  /** A frame declares a length of 1 GiB; binary framing only. */
  | { readonly kind: "bad-length"; readonly after: number }
  /** A token is `sizeChars` characters long. */
  | { readonly kind: "huge"; readonly after: number; readonly sizeChars: number }
  /** The answer starts again when it has ended. */
  | { readonly kind: "endless" };

type Readers = {
  readonly [Kind in Fault["kind"]]: (
    settings: FaultSettings,
  ) => Extract<Fault, { readonly kind: Kind }>;
};

const A_MINUTE_MS = 60_000;

/** Readers of each fault's settings. Defaults are values that make the fault visible. */
export const faultReaders: Readers = {
  cut: (settings) => ({
    kind: "cut",
    after: settings.number("after", 10),
    how: settings.choice("how", ["clean", "fin", "rst"]),
  }),
  stall: (settings) => ({
    kind: "stall",
    after: settings.number("after", 10),
    forMs: settings.number("forMs", A_MINUTE_MS),
  }),
  freeze: (settings) => ({
    kind: "freeze",
    after: settings.number("after", 10),
    forMs: settings.number("forMs", 1_000),
  }),
  status: (settings) => ({
    kind: "status",
    code: settings.status("code", 503),
    retryAfterMs: settings.number("retryAfterMs", undefined),
    times: settings.number("times", undefined),
  }),
  "context-length": () => ({ kind: "context-length" }),
  "refuse-connection": () => ({ kind: "refuse-connection" }),
  "slow-headers": (settings) => ({
    kind: "slow-headers",
    forMs: settings.number("forMs", 5_000),
  }),
  "early-headers": () => ({ kind: "early-headers" }),
  trickle: () => ({ kind: "trickle" }),
  split: () => ({ kind: "split" }),
  malformed: (settings) => ({ kind: "malformed", after: settings.number("after", 3) }),
  duplicate: (settings) => ({ kind: "duplicate", after: settings.number("after", 3) }),
  reorder: (settings) => ({ kind: "reorder", after: settings.number("after", 3) }),
  error: (settings) => ({ kind: "error", after: settings.number("after", 3) }),
  "no-terminator": () => ({ kind: "no-terminator" }),
  "wrong-content-type": () => ({ kind: "wrong-content-type" }),
  "bad-crc": (settings) => ({ kind: "bad-crc", after: settings.number("after", 3) }),
  "bad-length": (settings) => ({ kind: "bad-length", after: settings.number("after", 3) }),
  huge: (settings) => ({
    kind: "huge",
    after: settings.number("after", 3),
    sizeChars: settings.number("sizeChars", 4_194_304),
  }),
  endless: () => ({ kind: "endless" }),
};

/** A fault and its probability. */
export interface LikelyFault {
  readonly fault: Fault;
  /** Share of requests that it affects, in [0, 1]. */
  readonly rate: number;
}
