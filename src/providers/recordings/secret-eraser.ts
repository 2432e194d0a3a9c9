import { findSecret, overwriteSecrets, secretsToFind } from "../../text/index.ts";
import type { RecordedRead } from "./recording.ts";

/** Shorter secrets are placeholders such as `none`, which occur in any text. */
const SHORTEST_SECRET_CHARS = 8;

export type SecretEraser = ReturnType<typeof secretEraser>;

/**
 * Overwrites secrets in place, as they are and as JSON and URLs escape them. The offsets of all other bytes stay the same.
 *
 * Cost: O(secrets × bytes).
 */
export function secretEraser(secrets: readonly string[]) {
  const all = secretsToFind(secrets, SHORTEST_SECRET_CHARS);
  const encoder = new TextEncoder();
  // One character per byte, so indices in the string are indices in the bytes.
  const characters = new TextDecoder("latin1");
  const inBytes = all.map((secret) => characters.decode(encoder.encode(secret)));

  return {
    text: (text: string) => overwriteSecrets(text, all),
    /** Also overwrites secrets that are split across consecutive reads. */
    reads(reads: readonly RecordedRead[]): RecordedRead[] {
      const whole = concatenated(reads);
      const text = characters.decode(whole);
      for (const secret of inBytes) {
        for (const { start, end } of findSecret(text, secret)) whole.fill(STAR, start, end);
      }
      let start = 0;
      return reads.map(({ at, bytes }) => ({
        at,
        bytes: whole.subarray(start, (start += bytes.length)),
      }));
    },
  };
}

const STAR = 0x2a;

function concatenated(reads: readonly RecordedRead[]): Uint8Array {
  const whole = new Uint8Array(reads.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let start = 0;
  for (const { bytes } of reads) {
    whole.set(bytes, start);
    start += bytes.length;
  }
  return whole;
}
