import type { FaultSettings } from "./fault-settings.ts";

/** Something that goes wrong with an answer, on request. `after` counts tokens. */
export type Fault =
  /**
   * The answer ends after so many tokens: `clean` ends the body without the sign of completion, `fin`
   * closes the connection in the middle of the body, `rst` resets it.
   */
  | { readonly kind: "cut"; readonly after: number; readonly how: "clean" | "fin" | "rst" }
  /** Nothing comes for a while after so many tokens. */
  | { readonly kind: "stall"; readonly after: number; readonly forMs: number }
  /** Nothing comes for a while from the whole server, after so many tokens of this answer. */
  | { readonly kind: "freeze"; readonly after: number; readonly forMs: number }
  /** The request is refused with a status; at most `times` requests for the same model name. */
  | {
      readonly kind: "status";
      readonly code: number;
      readonly retryAfterMs: number | undefined;
      /** `undefined` for no limit. */
      readonly times: number | undefined;
    }
  /** The prompt is said to be too long, as the provider says it. */
  | { readonly kind: "context-length" }
  /** The connection is reset before there is an answer. */
  | { readonly kind: "refuse-connection" }
  /** The headers come so much later, and all tokens with them. */
  | { readonly kind: "slow-headers"; readonly forMs: number }
  /** The headers come at once, long before the first token. */
  | { readonly kind: "early-headers" }
  /** Every byte is a packet of its own. */
  | { readonly kind: "trickle" }
  /** Every frame comes in two packets, cut anywhere: in a line, in a character. */
  | { readonly kind: "split" }
  /** Instead of a token comes a frame that is not whole. */
  | { readonly kind: "malformed"; readonly after: number }
  /** A token's frames come twice. */
  | { readonly kind: "duplicate"; readonly after: number }
  /** A token's frames come after those of the next. */
  | { readonly kind: "reorder"; readonly after: number }
  /** The provider reports an error in the stream, and ends it. */
  | { readonly kind: "error"; readonly after: number }
  /** The last frame is missing. */
  | { readonly kind: "no-terminator" }
  /** A stream that says it is a page. */
  | { readonly kind: "wrong-content-type" }
  /** A frame whose checksum is wrong; binary wires only. */
  | { readonly kind: "bad-crc"; readonly after: number }
  /** A frame that says it is 1 GiB long; binary wires only. */
  | { readonly kind: "bad-length"; readonly after: number }
  /** A token that is so many characters long. */
  | { readonly kind: "huge"; readonly after: number; readonly sizeChars: number }
  /** The answer begins again when it has ended. */
  | { readonly kind: "endless" };

type Readers = {
  readonly [Kind in Fault["kind"]]: (
    settings: FaultSettings,
  ) => Extract<Fault, { readonly kind: Kind }>;
};

const A_MINUTE_MS = 60_000;

/** How each fault's settings are read: those that are left out have a value that shows the fault. */
export const faultReaders: Readers = {
  cut: (settings) => ({
    kind: "cut",
    after: settings.number("after", 10),
    how: settings.word("how", ["clean", "fin", "rst"]),
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

/** A fault, and how often it strikes the requests that ask for it. */
export interface LikelyFault {
  readonly fault: Fault;
  /** Share of the requests that it strikes, in [0, 1]. */
  readonly rate: number;
}
