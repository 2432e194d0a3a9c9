import { describe, expect, it } from "vitest";

import { geminiDecoder } from "../../src/providers/gemini/decoder.ts";
import { ollamaDecoder } from "../../src/providers/ollama/decoder.ts";
import { decodedAnswer } from "../support/decoded-answer.ts";

/** Takes seconds if each call searches all calls before it, and milliseconds if it does not. */
const CALLS = 20_000;

describe("decoders of answers with very many calls", () => {
  it("separates calls with the same id", async () => {
    const call = { id: "x", function: { name: "f", arguments: { a: 1 } } };
    const message = { tool_calls: Array.from({ length: CALLS }, () => call) };
    const { toolCalls } = await decodedAnswer(ollamaDecoder, [{ message, done: true }]);

    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(CALLS);
    expect(toolCalls.slice(0, 3).map(({ id }) => id)).toEqual(["x", "x-2", "x-3"]);
  });

  it("separates calls that are all open", async () => {
    const part = (index: number, rest: object) => ({ functionCall: { id: `c${index}`, ...rest } });
    const indexes = Array.from({ length: CALLS }, (_, index) => index);
    const { toolCalls } = await decodedAnswer(geminiDecoder, [
      ...indexes.map((index) => chunkOf(part(index, { name: "f", willContinue: true }))),
      ...indexes.map((index) => chunkOf(part(index, { args: { index } }))),
      { candidates: [{ finishReason: "STOP" }] },
    ]);

    expect(toolCalls.map(({ input }) => input)).toEqual(indexes.map((index) => ({ index })));
  });
});

function chunkOf(part: object): object {
  return { candidates: [{ content: { parts: [part] } }] };
}
