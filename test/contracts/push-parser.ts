import fc from "fast-check";
import { expect, it } from "vitest";

import type { PushParser } from "../../src/wire/index.ts";

/** A parser returns the same messages for the same bytes, wherever they are cut. */
export function itParsesAtEverySplit<Message>(
  create: () => PushParser<Message>,
  samples: Readonly<Record<string, { readonly bytes: Uint8Array; readonly messages: Message[] }>>,
): void {
  const parse = (chunks: readonly Uint8Array[]) => {
    const parser = create();
    return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
  };

  it.each(Object.entries(samples))("reads %s, cut at every byte", (_name, { bytes, messages }) => {
    expect(parse([bytes])).toEqual(messages);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(parse([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(messages);
    }
    expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(messages);
  });

  it("returns the same messages for random bytes however they are cut", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat({ max: 200 }), { maxLength: 5 }),
        (bytes, cuts) => {
          const ends = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
          ends.sort((a, b) => a - b);
          const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
          expect(parse(chunks)).toEqual(parse([bytes]));
        },
      ),
    );
  });
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
