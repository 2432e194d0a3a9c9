import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { figureMeter } from "../../src/metrics/index.ts";
import {
  documentOf,
  readCommMessage,
  readStreamBundle,
  receivedFrom,
  STREAM_MIME_TYPE,
  streamBundle,
} from "../../src/protocols/index.ts";
import { hostileRuns, hostileText } from "../support/hostile/arbitrary.ts";
import { documentOfAll } from "../support/hostile/documents.ts";
import { htmlProblems } from "../support/harm/html-problems.ts";

/** What a program may write into a field: any JSON, and numbers and keys that break arithmetic and objects. */
const forgedValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  hostileText,
  fc.constantFrom(-1, 1e308, -1e308, 2 ** 53, 2 ** 53 - 1, 0.5, "NaN", "1e999", "__proto__", null),
  fc.constantFrom("////////////////////////".repeat(20), "gICAgICA".repeat(60), "=", "*", "AAAA"),
  fc.constant(
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  ),
);

const FIELDS = Object.keys(documentOfAll("a"));

const forgedBundle = fc
  .dictionary(fc.constantFrom(...FIELDS, "__proto__", "constructor", "extra"), forgedValue)
  .map((forged) => ({
    [STREAM_MIME_TYPE]: { ...documentOfAll("text"), ...forged },
    "text/plain": "text",
    "text/html": "<script>1</script>",
  }));

describe("readStreamBundle()", { timeout: 60_000 }, () => {
  it("returns only documents that can be shown, measured and saved, whatever a notebook contains", () => {
    fc.assert(
      fc.property(forgedBundle, (bundle) => {
        const document = readStreamBundle(JSON.parse(JSON.stringify(bundle)));
        if (document === undefined) return;
        const stream = receivedFrom(document);
        const saved = streamBundle(documentOf(stream));

        expect(stream.gapsMs.filter((gapMs) => !(gapMs >= 0 && gapMs < Infinity))).toEqual([]);
        expect(htmlProblems(String(saved["text/html"]))).toEqual([]);
        expect(JSON.stringify(figuresOf(stream.gapsMs))).not.toMatch(/null/u);
        expect(Reflect.get({}, "polluted")).toBeUndefined();
      }),
      { numRuns: hostileRuns(1_000) },
    );
  });

  it.each([
    ["varints without an end", btoa("\u00ff".repeat(400))],
    ["one varint of 400 bytes", btoa(`${"\u00ff".repeat(400)}\u0001`)],
    ["one varint of zeros", btoa(`${"\u0080".repeat(400)}\u0001`)],
  ])("reads no gap that is not finite from %s", (_, gaps) => {
    const document = readStreamBundle({ [STREAM_MIME_TYPE]: { ...documentOfAll("a"), gaps } });

    expect(document && receivedFrom(document).gapsMs).toEqual([]);
  });
});

describe("readCommMessage()", () => {
  it("returns nothing that breaks its readers, whatever code in the kernel sends", () => {
    fc.assert(
      fc.property(forgedBundle, fc.constantFrom("open", "keyframe"), (bundle, type) => {
        const capabilities = { control: "execute", sigint: true, actions: ["stop"] };
        const message = readCommMessage(
          JSON.parse(
            JSON.stringify({
              v: 1,
              type,
              session: "k",
              seq: 1,
              nextSeq: 1,
              capabilities,
              streams: [bundle[STREAM_MIME_TYPE]],
            }),
          ),
        );
        const streams = message !== undefined && "streams" in message ? message.streams : [];

        expect(() => streams.map(receivedFrom).map(documentOf).map(streamBundle)).not.toThrow();
      }),
      { numRuns: hostileRuns(300) },
    );
  });
});

function figuresOf(gapsMs: readonly number[]) {
  const meter = figureMeter();
  meter.add(gapsMs);
  return meter.figures({ answerChars: 100, reasoningChars: 0, usage: undefined });
}
