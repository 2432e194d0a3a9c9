import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { anthropicDecoder } from "../../src/providers/anthropic/decoder.ts";
import type { AnswerOrigin } from "../../src/providers/decode/answer-writer.ts";
import { converseDecoder } from "../../src/providers/bedrock/converse-decoder.ts";
import { geminiDecoder } from "../../src/providers/gemini/decoder.ts";
import { ollamaDecoder } from "../../src/providers/ollama/decoder.ts";
import type { PayloadDecoder } from "../../src/providers/decode/payload-decoder.ts";
import { decodedAnswer } from "../support/decoded-answer.ts";

type Item =
  | { readonly kind: "text" | "reasoning"; readonly pieces: readonly string[] }
  | { readonly kind: "call"; readonly name: string; readonly input: object };

interface Answer {
  readonly items: readonly Item[];
  /** The provider's finish reason. */
  readonly reason: string;
}

/** One API, and its payloads for any answer. */
interface Wire {
  readonly name: string;
  decoderOf(origin: AnswerOrigin): PayloadDecoder;
  payloadsOf(answer: Answer): readonly unknown[];
}

/** JSON text in two parts; empty text stays empty. */
function halves(text: string): string[] {
  const half = Math.floor(text.length / 2);
  return [text.slice(0, half), text.slice(half)];
}

function anthropicBlock(item: Item, index: number): unknown[] {
  const stop = { type: "content_block_stop", index };
  const start = (content_block: object) => ({ type: "content_block_start", index, content_block });
  const delta = (piece: object) => ({ type: "content_block_delta", index, delta: piece });
  switch (item.kind) {
    case "text":
      return [
        start({ type: "text", text: "" }),
        ...item.pieces.map((text) => delta({ type: "text_delta", text })),
        stop,
      ];
    case "reasoning":
      return [
        start({ type: "thinking", thinking: "" }),
        ...item.pieces.map((thinking) => delta({ type: "thinking_delta", thinking })),
        stop,
      ];
    case "call": {
      const { name, input } = item;
      const json = Object.keys(input).length === 0 ? "" : JSON.stringify(input);
      return [
        start({ type: "tool_use", id: `t${index}`, name, input: {} }),
        ...halves(json).map((partial_json) => delta({ type: "input_json_delta", partial_json })),
        stop,
      ];
    }
  }
}

function bedrockBlock(item: Item, contentBlockIndex: number): unknown[] {
  const event = (type: string, rest: object = {}) => ({
    type,
    body: { contentBlockIndex, ...rest },
  });
  const delta = (piece: object) => event("contentBlockDelta", { delta: piece });
  const stop = event("contentBlockStop");
  switch (item.kind) {
    case "text":
      return [...item.pieces.map((text) => delta({ text })), stop];
    case "reasoning":
      return [...item.pieces.map((text) => delta({ reasoningContent: { text } })), stop];
    case "call": {
      const { name, input } = item;
      const toolUse = { toolUseId: `t${contentBlockIndex}`, name };
      const json = Object.keys(input).length === 0 ? "" : JSON.stringify(input);
      return [
        event("contentBlockStart", { start: { toolUse } }),
        ...halves(json).map((piece) => delta({ toolUse: { input: piece } })),
        stop,
      ];
    }
  }
}

function geminiParts(item: Item): object[] {
  switch (item.kind) {
    case "text":
      return item.pieces.map((text) => ({ text }));
    case "reasoning":
      return item.pieces.map((text) => ({ text, thought: true }));
    case "call":
      return [{ functionCall: { name: item.name, args: item.input } }];
  }
}

function ollamaMessages(item: Item): object[] {
  switch (item.kind) {
    case "text":
      return item.pieces.map((content) => ({ content }));
    case "reasoning":
      return item.pieces.map((thinking) => ({ content: "", thinking }));
    case "call":
      return [{ tool_calls: [{ function: { name: item.name, arguments: item.input } }] }];
  }
}

const WIRES: readonly Wire[] = [
  {
    name: "Anthropic's",
    decoderOf: anthropicDecoder,
    payloadsOf: ({ items, reason }) => [
      { type: "message_start", message: { model: "m", content: [], usage: { input_tokens: 1 } } },
      ...items.flatMap(anthropicBlock),
      { type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ],
  },
  {
    name: "Bedrock's",
    decoderOf: converseDecoder,
    payloadsOf: ({ items, reason }) => [
      { type: "messageStart", body: { role: "assistant" } },
      ...items.flatMap(bedrockBlock),
      { type: "messageStop", body: { stopReason: reason } },
      { type: "metadata", body: { usage: { inputTokens: 1, outputTokens: 1 } } },
    ],
  },
  {
    name: "Gemini's",
    decoderOf: geminiDecoder,
    payloadsOf: ({ items, reason }) => [
      ...items.map((item) => ({ candidates: [{ content: { parts: geminiParts(item) } }] })),
      { candidates: [{ finishReason: reason }], usageMetadata: { promptTokenCount: 1 } },
    ],
  },
  {
    name: "Ollama's",
    decoderOf: ollamaDecoder,
    payloadsOf: ({ items, reason }) => [
      ...items.flatMap(ollamaMessages).map((message) => ({ message, done: false })),
      { message: { content: "" }, done: true, done_reason: reason },
    ],
  },
];

const pieces = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 });
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text", "reasoning"), pieces }),
  fc.record({
    kind: fc.constant("call"),
    name: fc.stringMatching(/^[a-z_]{1,9}$/u),
    // JSON has no negative zero.
    input: fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
      .map((value): object => JSON.parse(JSON.stringify(value))),
  }),
);
const items = fc.array(item, { maxLength: 6 });

const joined = (answer: readonly Item[], wanted: Item["kind"]) =>
  answer.flatMap((one) => (one.kind === wanted && one.kind !== "call" ? one.pieces : [])).join("");

const callsIn = (answer: readonly Item[]) =>
  answer.flatMap((one) => (one.kind === "call" ? [{ name: one.name, input: one.input }] : []));

describe.each(WIRES)("an answer of $name", ({ decoderOf, payloadsOf }) => {
  it("is decoded as it was encoded", async () => {
    await fc.assert(
      fc.asyncProperty(items, async (written) => {
        const reason = "stop_sequence";
        const read = await decodedAnswer(decoderOf, payloadsOf({ items: written, reason }));
        const calls = callsIn(written);

        expect(read.text).toBe(joined(written, "text"));
        expect(read.reasoning).toBe(joined(written, "reasoning"));
        expect(read.toolCalls.map(({ name, input }) => ({ name, input }))).toEqual(calls);
        expect(read.end).toEqual({ kind: calls.length > 0 ? "tool-calls" : "stop", raw: reason });
      }),
    );
  });

  it("ends with other, not with stop, for an unknown reason", async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[xyz_ -]{1,20}$/u), items, async (reason, written) => {
        const { end } = await decodedAnswer(decoderOf, payloadsOf({ items: written, reason }));

        expect(end).toEqual({ kind: "other", raw: reason });
      }),
    );
  });
});
