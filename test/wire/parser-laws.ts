import fc from "fast-check";
import { expect, it } from "vitest";

import { isStreamError } from "../../src/events/index.ts";
import type { PushParser } from "../../src/wire/index.ts";

/** The output of a parser: messages, and the code of the failure after them. */
export interface Outcome<Message> {
  readonly messages: readonly Message[];
  readonly failure: string | undefined;
}

/** Parses the chunks. Rethrows everything but a `StreamError`. */
export function outcomeOf<Message>(
  parser: PushParser<Message>,
  chunks: readonly Uint8Array[],
): Outcome<Message> {
  const messages: Message[] = [];
  try {
    for (const chunk of chunks) messages.push(...parser.push(chunk));
    messages.push(...parser.end());
    return { messages, failure: undefined };
  } catch (error) {
    if (!isStreamError(error)) throw error;
    return { messages, failure: error.failure.code };
  }
}

/** The bytes cut into slices of one size; the last may be shorter. */
export function slicesOf(bytes: Uint8Array, sizeBytes: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / sizeBytes) }, (_, index) =>
    bytes.subarray(index * sizeBytes, (index + 1) * sizeBytes),
  );
}

/** Expects the same output for the bytes uncut, cut in two anywhere, and byte by byte. */
export function expectAtEverySplit<Message>(
  create: () => PushParser<Message>,
  bytes: Uint8Array,
  expected: Outcome<Message>,
): void {
  expect(outcomeOf(create(), [bytes])).toEqual(expected);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(outcomeOf(create(), [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(expected);
  }
  expect(outcomeOf(create(), slicesOf(bytes, 1))).toEqual(expected);
}

export interface LawSamples {
  /** Valid bytes, as a start for fuzzing. */
  readonly valid: readonly Uint8Array[];
  /** Bytes with at least one message, and then a fault. */
  readonly broken: Uint8Array;
}

/** The laws that `PushParser` states. */
export function itObeysTheParserLaws<Message>(
  create: () => PushParser<Message>,
  { valid, broken }: LawSamples,
): void {
  it("returns the same for any bytes, however they are cut, and throws only StreamErrors", () => {
    fc.assert(
      fc.property(
        bytesNear(valid),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (bytes, sizes) => {
          const chunks: Uint8Array[] = [new Uint8Array()];
          for (let from = 0; from < bytes.length;) {
            const sizeBytes: number = sizes.next().value;
            chunks.push(bytes.subarray(from, from + sizeBytes));
            from += sizeBytes;
          }

          expect(outcomeOf(create(), chunks)).toEqual(outcomeOf(create(), [bytes]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("returns the messages before a failure first, and throws it on the next call", () => {
    const parser = create();

    expect(parser.push(broken).length).toBeGreaterThan(0);
    expect(() => parser.push(new Uint8Array())).toThrow(
      expect.objectContaining({ name: "StreamError" }),
    );
  });

  it("throws the same failure on every later call", () => {
    const parser = create();
    parser.push(broken);
    const failures = [1, 2, 3].map(() => outcomeOf(parser, [broken]));

    expect(new Set(failures.map(({ failure }) => failure)).size).toBe(1);
    expect(failures.flatMap(({ messages }) => messages)).toEqual([]);
    expect(failures[0]?.failure).toBeDefined();
  });
}

/** Random bytes, and valid ones of which some were changed, removed or repeated. */
function bytesNear(valid: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    dropped: fc.nat({ max: 3 }),
    added: fc.uint8Array({ maxLength: 3 }),
  });
  const edited = fc
    .tuple(fc.constantFrom(...valid), fc.array(edit, { maxLength: 3 }))
    .map(([bytes, edits]) =>
      edits.reduce((result, { at, dropped, added }) => {
        const from = Math.floor(at * result.length);
        return Uint8Array.of(
          ...result.subarray(0, from),
          ...added,
          ...result.subarray(from + dropped),
        );
      }, bytes),
    );
  return fc.oneof(fc.uint8Array({ maxLength: 100 }), edited);
}
