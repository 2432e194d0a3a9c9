import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { instant } from "../../src/clock/index.ts";
import {
  isStreamError,
  type StreamEvent,
  type StreamEventBody,
  type ToolCallEnd,
} from "../../src/events/index.ts";
import { anthropicDecoder, eventsOfMessage } from "../../src/providers/anthropic/decoder.ts";
import type { AnswerOrigin } from "../../src/providers/decode/answer-writer.ts";
import {
  converseDecoder,
  eventsOfConversation,
} from "../../src/providers/bedrock/converse-decoder.ts";
import { geminiDecoder } from "../../src/providers/gemini/decoder.ts";
import { ollamaDecoder } from "../../src/providers/ollama/decoder.ts";
import { decodePayload, type PayloadDecoder } from "../../src/providers/decode/payload-decoder.ts";
import { nonStreamingDecoder } from "../../src/providers/decode/non-streaming-decoder.ts";
import { expectLawfulStream } from "../contracts/event-stream.ts";
import { wireFixtures } from "../support/wire-fixture.ts";

const ORIGIN: AnswerOrigin = { provider: "p", model: "m", requestId: undefined, attempt: 1 };

interface Dialect {
  readonly name: string;
  /** Payloads of complete answers. */
  readonly answers: readonly (readonly unknown[])[];
  decoderOf(origin: AnswerOrigin): PayloadDecoder;
}

const recorded = (folder: string) => wireFixtures(folder).map(({ payloads }) => payloads);

const WHOLE_MESSAGE = {
  type: "message",
  model: "m",
  content: [
    { type: "thinking", thinking: "Hm." },
    { type: "text", text: "Yes." },
    { type: "tool_use", id: "t", name: "f", input: { a: [1.5, { b: null }] } },
  ],
  stop_reason: "tool_use",
  usage: { input_tokens: 3, output_tokens: 9 },
};

const WHOLE_CONVERSATION = {
  output: {
    message: {
      content: [
        { reasoningContent: { reasoningText: { text: "Hm." } } },
        { text: "Yes." },
        { toolUse: { toolUseId: "t", name: "f", input: { a: [1.5, { b: null }] } } },
      ],
    },
  },
  stopReason: "tool_use",
  usage: { inputTokens: 3, outputTokens: 9 },
};

const DIALECTS: readonly Dialect[] = [
  { name: "Anthropic", answers: recorded("anthropic-messages"), decoderOf: anthropicDecoder },
  { name: "Bedrock", answers: recorded("bedrock"), decoderOf: converseDecoder },
  { name: "Gemini", answers: recorded("gemini"), decoderOf: geminiDecoder },
  { name: "Ollama's chat", answers: recorded("ollama-chat"), decoderOf: ollamaDecoder },
  { name: "Ollama's completions", answers: recorded("ollama-generate"), decoderOf: ollamaDecoder },
  {
    name: "Anthropic, whole",
    answers: [[WHOLE_MESSAGE]],
    decoderOf: (origin) => nonStreamingDecoder(anthropicDecoder(origin), eventsOfMessage),
  },
  {
    name: "Bedrock, whole",
    answers: [[WHOLE_CONVERSATION]],
    decoderOf: (origin) => nonStreamingDecoder(converseDecoder(origin), eventsOfConversation),
  },
];

/** The events of these payloads, up to an error if there is one. */
function eventsOf({ decoderOf }: Dialect, payloads: readonly unknown[]): StreamEventBody[] {
  const decoder = decoderOf(ORIGIN);
  const events: StreamEventBody[] = [];
  try {
    for (const payload of payloads) {
      if (decoder.complete) break;
      const source = JSON.stringify(payload);
      decodePayload(decoder, { payload: JSON.parse(source), source }, events);
    }
    events.push(...decoder.end());
  } catch (error) {
    if (!isStreamError(error)) throw error;
  }
  return events;
}

/** All paths in a value, as names and indexes. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  const below =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, child]) => placesIn(child, [...path, name]))
      : [];
  return [[...path], ...below];
}

function withValueAt(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...Object(value) };
  Reflect.set(Object(copy), name, withValueAt(Reflect.get(Object(value), name), rest, put));
  return copy;
}

/** Values that decoders read, at unexpected paths. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    ...DIALECTS.flatMap(({ answers }) => answers.flatMap((payloads) => payloads.slice(0, 40))),
  ),
);

/** Recorded payloads, some of them changed, repeated, omitted or moved. */
function changedAnswers({ answers }: Dialect): fc.Arbitrary<unknown[]> {
  const change = fc.record({ payload: fc.nat(), place: fc.nat(), put: odd });
  const order = fc.array(fc.nat(), { maxLength: 3 });
  return fc
    .tuple(fc.constantFrom(...answers), fc.array(change, { maxLength: 3 }), order)
    .map(([payloads, changes, moves]) => {
      const answer = [...payloads];
      for (const { payload, place, put } of changes) {
        const index = payload % answer.length;
        const places = placesIn(answer[index]);
        answer[index] = withValueAt(answer[index], places[place % places.length] ?? [], put);
      }
      for (const move of moves) {
        const [moved] = answer.splice(move % answer.length, (move % 2) + 1);
        answer.splice(move % (answer.length + 1), 0, moved, ...(move % 3 === 0 ? [moved] : []));
      }
      return answer;
    });
}

const numbered = (events: readonly StreamEventBody[]): StreamEvent[] =>
  events.map((event, seq) => ({ ...event, seq, at: instant(0) }));

describe.each(DIALECTS)("the decoder of $name", (dialect) => {
  it("emits a lawful stream or throws a StreamError for any JSON", () => {
    fc.assert(
      fc.property(fc.oneof(changedAnswers(dialect), fc.array(odd)), (payloads) => {
        const events = eventsOf(dialect, payloads);
        if (events.at(-1)?.type === "stream-end") expectLawfulStream(numbered(events));
      }),
      { numRuns: 300 },
    );
  });

  it("emits input only for arguments that are JSON, and a unique id for each call", () => {
    fc.assert(
      fc.property(changedAnswers(dialect), (payloads) => {
        const events = eventsOf(dialect, payloads);
        const ends = events.filter((event): event is ToolCallEnd => event.type === "tool-call-end");
        expect(new Set(ends.map(({ id }) => id)).size).toBe(ends.length);
        for (const { text, input } of ends) {
          if (input !== undefined) expect(input).toEqual(JSON.parse(text || "{}"));
        }
      }),
      { numRuns: 300 },
    );
  });
});
