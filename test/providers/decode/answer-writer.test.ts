import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { EndReason, StreamEventBody } from "../../../src/events/index.ts";
import { type AnswerWriter, answerWriter } from "../../../src/providers/decode/answer-writer.ts";

const ORIGIN = { provider: "p", model: "m", requestId: undefined, attempt: 1 };

const NATURAL: readonly EndReason[] = [
  { kind: "stop", raw: "stop" },
  { kind: "tool-calls", raw: "tool_calls" },
  { kind: "other", raw: "some_new_reason" },
];
const CUT: readonly EndReason[] = [
  { kind: "length", raw: "length" },
  { kind: "content-filter", raw: "sensitive" },
  { kind: "truncated", raw: undefined },
];

/** The ends of the calls that `write` makes. */
function callsOf(write: (writer: AnswerWriter) => void, end: EndReason) {
  const writer = answerWriter(ORIGIN);
  write(writer);
  writer.finish(end);
  return [...writer.take(), ...writer.end()].filter(isCallEnd);
}

function isCallEnd(event: StreamEventBody) {
  return event.type === "tool-call-end";
}

function call(text: string, { closed = false, key = 0 } = {}) {
  return (writer: AnswerWriter) => {
    writer.startTool(key, { id: `id-${key}`, name: "delete_all" });
    writer.addArguments(key, text);
    if (closed) writer.endTool(key);
  };
}

describe("answerWriter()", () => {
  it.each(NATURAL)(
    "sets the input of a call without arguments to {} if the answer ends with $kind",
    (end) => {
      expect(callsOf(call(""), end)).toMatchObject([{ text: "", input: {} }]);
      expect(callsOf(call("", { closed: true }), end)).toMatchObject([{ text: "", input: {} }]);
    },
  );

  it.each(CUT)(
    "gives a call without arguments no input in an answer that ends with $kind",
    (end) => {
      expect(callsOf(call(""), end)).toMatchObject([{ text: "", input: undefined }]);
      expect(callsOf(call("", { closed: true }), end)).toMatchObject([{ input: undefined }]);
    },
  );

  it.each(CUT)(
    "sets no input for open arguments that may continue if $kind cuts the answer",
    (end) => {
      for (const text of ["12", '{"a":1', "{}", "[]", "true", '"a"']) {
        expect(callsOf(call(text), end)).toMatchObject([{ text, input: undefined }]);
      }
    },
  );

  it.each(CUT)("keeps the input of closed arguments if the answer ends with $kind", (end) => {
    expect(callsOf(call('{"a":1}'), end)).toMatchObject([{ input: { a: 1 } }]);
    expect(callsOf(call("{}", { closed: true }), end)).toMatchObject([{ input: {} }]);
  });

  it("includes arguments that arrive after the finish reason", () => {
    const writer = answerWriter(ORIGIN);
    call('{"a"')(writer);
    writer.finish({ kind: "tool-calls", raw: "tool_calls" });
    writer.addArguments(0, ":1}");

    expect(writer.end()).toContainEqual(
      expect.objectContaining({ type: "tool-call-end", text: '{"a":1}', input: { a: 1 } }),
    );
  });

  it("makes the id of a second call unique", () => {
    const writer = answerWriter(ORIGIN);
    for (const key of [0, 1]) writer.startTool(key, { id: "same", name: "f" });

    const ids = writer
      .take()
      .flatMap((event) => (event.type === "tool-call-start" ? event.id : []));
    expect(ids).toEqual(["same", "same-2"]);
  });

  it("sets no input in a cut answer that more arguments could change", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom(...CUT), (value, cut, end) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, cut % (whole.length + 1));
        const [ended] = callsOf(call(text), end);

        if (ended?.input !== undefined) expect(text).toBe(whole);
      }),
    );
  });
});
