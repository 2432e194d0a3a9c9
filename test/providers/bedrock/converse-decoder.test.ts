import { describe, expect, it } from "vitest";

import { converseDecoder } from "../../../src/providers/bedrock/converse-decoder.ts";
import { decodedAnswer } from "../../support/decoded-answer.ts";

const event = (type: string, body: object) => ({ type, body });

const CALL = [
  event("messageStart", { role: "assistant" }),
  event("contentBlockStart", {
    contentBlockIndex: 0,
    start: { toolUse: { toolUseId: "t", name: "f" } },
  }),
];
const part = (input: string) =>
  event("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input } } });
const BLOCK_STOP = event("contentBlockStop", { contentBlockIndex: 0 });
const messageStop = (stopReason: string) => event("messageStop", { stopReason });

const answered = (...events: readonly object[]) =>
  decodedAnswer(converseDecoder, [...CALL, ...events]);

describe("converseDecoder()", () => {
  it("reads the arguments of a call whose block is never stopped", async () => {
    const { toolCalls, end } = await answered(part('{"a":1}'), messageStop("end_turn"));

    expect(toolCalls).toMatchObject([{ name: "f", input: { a: 1 } }]);
    expect(end).toEqual({ kind: "tool-calls", raw: "end_turn" });
  });

  it.each([
    ["before its arguments", []],
    ["within its arguments", [part('{"a":1')]],
    ["after its empty block", [BLOCK_STOP]],
    ["by the longest answer", [BLOCK_STOP, messageStop("max_tokens")]],
    ["by a guardrail", [part(""), messageStop("guardrail_intervened")]],
  ])("emits no input for a call that is cut off %s", async (_when, rest) => {
    expect((await answered(...rest)).toolCalls).toMatchObject([{ name: "f", input: undefined }]);
  });

  it.each([
    ["without usage", { metrics: { latencyMs: 3 } }],
    ["with an empty usage", { usage: {} }],
  ])("emits no usage for metadata %s, which completes the answer", (_which, metadata) => {
    const decoder = converseDecoder({
      provider: "p",
      model: "m",
      requestId: undefined,
      attempt: 1,
    });
    for (const sent of [...CALL, messageStop("end_turn")]) decoder.push(sent);

    expect(decoder.push(event("metadata", metadata))).toEqual([]);
    expect(decoder.complete).toBe(true);
  });
});
