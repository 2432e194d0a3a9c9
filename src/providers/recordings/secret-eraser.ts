import { findSecret, overwriteSecrets, secretsToFind } from "../../text/index.ts";

/** Shorter ones are placeholders such as `none`, and occur in any text. */
const SHORTEST_SECRET_CHARS = 8;

/** Overwrites secrets where they stand, in as many bytes: nothing that comes after moves. */
export interface SecretEraser {
  text(text: string): string;
  /** The reads with what they say together rid of secrets, also of one that lies across two reads. */
  bytes(reads: readonly Uint8Array[]): Uint8Array[];
}

/**
 * An eraser of these secrets, as they are and as JSON and URLs write them.
 *
 * Cost: O(secrets × bytes).
 */
export function secretEraser(secrets: readonly string[]): SecretEraser {
  const all = secretsToFind(secrets, SHORTEST_SECRET_CHARS);
  const encoder = new TextEncoder();
  // One character a byte, so that places in the text are places in the bytes.
  const characters = new TextDecoder("latin1");
  const inBytes = all.map((secret) => characters.decode(encoder.encode(secret)));

  return {
    text: (text) => overwriteSecrets(text, all),
    bytes(reads) {
      const whole = concatenated(reads);
      const text = characters.decode(whole);
      for (const secret of inBytes) {
        for (const { start, end } of findSecret(text, secret)) whole.fill(STAR, start, end);
      }
      let start = 0;
      return reads.map(({ length }) => whole.subarray(start, (start += length)));
    },
  };
}

const STAR = 0x2a;

function concatenated(reads: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(reads.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const read of reads) {
    whole.set(read, at);
    at += read.length;
  }
  return whole;
}
