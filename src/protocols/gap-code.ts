import { decodeGapSummary, encodeGapSummary } from "./gap-summary.ts";
import { decodeVarints, encodeVarints } from "./varint-code.ts";

/** When the parts of a stream arrived. */
export interface StreamGaps {
  /**
   * Milliseconds: the first from the request to the first content of any kind, then from each part of content to the next.
   */
  readonly gapsMs: readonly number[];
  /** Whether they are exact and in their order. Otherwise they have the distribution, number and sum of the real ones. */
  readonly isGapOrderKnown: boolean;
}

/** 31 years. Tenths of it are safe integers. */
export const LONGEST_GAP_MS = 1e12;

/** Begins the code of a summary. It is not base64, so earlier versions read no gaps. */
const SUMMARY = "~";

/**
 * Encodes gaps for a notebook: tenths of a millisecond as varints in base64. A typical gap takes two bytes, so a
 * thousand tokens take 2.7 kB. Gaps without an order are encoded as a summary, {@link encodeGapSummary}.
 *
 * @throws {RangeError} When a gap is negative, or longer than {@link LONGEST_GAP_MS}.
 */
export function encodeGaps({ gapsMs, isGapOrderKnown }: StreamGaps): string {
  const wrong = gapsMs.find((gapMs) => !(gapMs >= 0 && gapMs <= LONGEST_GAP_MS));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot encode gaps as each must be 0 to ${LONGEST_GAP_MS} ms: current value is ${wrong}`,
    );
  }
  if (!isGapOrderKnown) return `${SUMMARY}${encodeGapSummary(gapsMs)}`;
  return encodeVarints(tenthsOf(gapsMs));
}

function* tenthsOf(gapsMs: readonly number[]): Generator<number, void, undefined> {
  for (const gapMs of gapsMs) yield Math.round(gapMs * 10);
}

/**
 * Undoes {@link encodeGaps}. Leaves out what follows the first damaged gap, so that an edited notebook still shows the rest.
 * All gaps are finite and at least 0.
 */
export function decodeGaps(code: string): StreamGaps {
  if (code.startsWith(SUMMARY)) {
    return { gapsMs: decodeGapSummary(code.slice(SUMMARY.length)), isGapOrderKnown: false };
  }
  return {
    gapsMs: decodeVarints(code, 10 * LONGEST_GAP_MS).map((tenths) => tenths / 10),
    isGapOrderKnown: true,
  };
}

/** Returns encoded gaps as a summary, if they are not one yet. */
export function summaryOfGaps(code: string): string {
  return encodeGaps({ ...decodeGaps(code), isGapOrderKnown: false });
}
