import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { printable } from "../../src/text/index.ts";
import { encodeGaps } from "../../src/protocols/gap-code.ts";
import {
  documentOf,
  emptyDocument,
  readStreamBundle,
  streamBundle,
  type StreamDocument,
} from "../../src/protocols/index.ts";
import { streamHtml } from "../../src/protocols/stream-html.ts";
import { corpusAnswer } from "../../src/simulator/answer/corpus.ts";
import { htmlNodesIn } from "../support/html-nodes.ts";
import { hostileAnswers } from "../support/hostile/index.ts";

const EMPTY: StreamDocument = documentOf(
  emptyDocument({
    session: "k",
    id: "s",
    provider: "openai",
    state: "ended",
    end: { kind: "stop", raw: "stop" },
  }),
);

/** Every string that comes from a model, a provider or a prompt, set to the same one. */
function documentOfAll(text: string): StreamDocument {
  return {
    ...EMPTY,
    title: text,
    model: text,
    text,
    reasoning: text,
    toolCalls: [{ id: text, name: text, text }],
    end: {
      kind: "failed",
      raw: text,
      failure: { code: "provider-error", type: text, detail: text },
    },
  };
}

const ALLOWED = new Set([
  "div class=millrace-stream tex2jax_ignore mathjax_ignore",
  "pre",
  "strong",
  "details",
  "summary",
  "#text",
]);

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.string({
          unit: fc.constantFrom("<", ">", "&", '"', "'", "`", "/", "!", "\0", "\uD800"),
        }),
        fc.constantFrom("pre", "script", "</", "&#", "--", "=", "\n", "\r", "\t", " ", "\uDC00"),
        fc.constantFrom(...hostileAnswers),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

describe("streamHtml()", () => {
  it("has only its own elements, and no attribute from outside, in a real HTML parser", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const unknown = htmlNodesIn(streamHtml(documentOfAll(text)))
          .map(({ name, attributes }) =>
            [name, ...[...attributes].map((attribute) => attribute.join("="))].join(" "),
          )
          .filter((node) => !ALLOWED.has(node));

        expect(unknown).toEqual([]);
      }),
    );
  });

  it.each(hostileAnswers)("shows %j as it is, with control characters as pictures", (text) => {
    const [, , answer] = htmlNodesIn(streamHtml({ ...EMPTY, text })).filter(
      ({ name }) => name === "pre" || name === "div",
    );

    expect(answer?.text).toBe(printable(text));
  });

  it("shows any text, including leading and trailing line breaks", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const pres = htmlNodesIn(streamHtml({ ...EMPTY, text, reasoning: text }))
          .filter(({ name }) => name === "pre")
          .map((pre) => pre.text);

        expect(pres).toEqual(text === "" ? ["done"] : ["done", printable(text), printable(text)]);
      }),
    );
  });

  it("has no empty line, at which Markdown would end the HTML", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(streamHtml(documentOfAll(text))).not.toMatch(/\n[ \t]*(?:\n|$)/u);
      }),
    );
  });

  it("has no brace, in which MDX, Vue and Liquid would evaluate an expression", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(streamHtml(documentOfAll(`{${text}{{ 1 + 1 }}`))).not.toContain("{");
      }),
    );
  });

  it("keeps all text from outside in elements that MathJax skips", () => {
    const html = streamHtml(documentOfAll(String.raw`$\href{javascript:1}{x}$`));
    const outside = htmlNodesIn(html.replaceAll(/<pre>.*?<\/pre>/gsu, "")).map(({ text }) => text);

    expect(outside.join("")).not.toContain("href");
  });

  it("names title, model, state, first token and usage, then the reasoning, answer and tool calls", () => {
    const html = streamHtml({
      ...EMPTY,
      title: "Weather",
      model: "m-1",
      text: "Let me look.",
      reasoning: "A tool knows.",
      toolCalls: [{ id: "c1", name: "get_weather", text: '{"city":"Paris"}' }],
      end: { kind: "tool-calls", raw: "tool_calls" },
      usage: {
        type: "usage",
        inputTokens: { total: 12, cached: undefined },
        outputTokens: { total: 30, reasoning: undefined },
        source: "provider",
      },
      gaps: "1A8=",
    });

    expect(htmlNodesIn(html)[0]?.text).toBe(
      "Weather · m-1 · done · first token after 200 ms · 12 tokens in, 30 out" +
        'ReasoningA tool knows.Let me look.→ get_weather {"city":"Paris"}',
    );
  });
});

describe("streamBundle()", () => {
  it("has no type that another program would parse as Markdown, LaTeX or a script", () => {
    expect(Object.keys(streamBundle(EMPTY))).toEqual([
      "application/vnd.millrace.stream.v1+json",
      "text/html",
      "text/plain",
    ]);
  });

  it("has a text without control characters, for terminals", () => {
    const text = "one\rtwo\nthree\b\u001b[31mred\u009b\u202e";

    expect(streamBundle({ ...EMPTY, text })["text/plain"]).toBe(
      "one␍two\nthree␈␛[31mred\uFFFD\uFFFD",
    );
  });

  it("names tool calls in the text", () => {
    const toolCalls = [{ id: "c1", name: "get_weather", text: '{"city":"Paris"}' }];

    expect(streamBundle({ ...EMPTY, toolCalls })["text/plain"]).toBe(
      '→ get_weather {"city":"Paris"}',
    );
  });

  it.each([
    ["content_filter", "Refused or filtered by the provider (content_filter)"],
    ["stop", "Refused or filtered by the provider (stop)"],
  ])("does not call an answer with end %j withheld, as refusals are complete", (raw, remark) => {
    const end = { kind: "content-filter", raw } as const;

    expect(streamBundle({ ...EMPTY, text: "No.", end })["text/plain"]).toBe(`No.\n\n${remark}`);
  });
});

/** Answers as models write them, and how many times their size a saved stream may have: braces are escaped. */
const ANSWERS = [
  ...["sky", "recursion code", "table", "CJK", "emoji", "story"].map(
    (topic) => [topic, 3] as const,
  ),
  ["math", 3.1] as const,
].map(([topic, times]) => [times, `${corpusAnswer(topic, 0, "")}\n`] as const);

const sizeBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** As a notebook's file holds it. */
function saved(document: StreamDocument): unknown {
  return JSON.parse(JSON.stringify(streamBundle(document)));
}

describe("the size of a saved stream", () => {
  it.each(ANSWERS)("is at most %d times the answer's from 2 KB on: %j", (times, answer) => {
    const text = answer.repeat(Math.ceil(2_500 / answer.length));
    const { length } = new TextEncoder().encode(text);
    const gaps = encodeGaps(Array.from({ length: Math.ceil(length / 5) }, () => 21.3));
    const document = { ...EMPTY, title: "A question", text, gaps };

    expect(sizeBytes(saved(document))).toBeLessThan(times * length);
  });

  it("is bounded for any text", () => {
    const text = "<".repeat(3_000);

    expect(sizeBytes(saved({ ...EMPTY, text }))).toBeLessThan(6 * text.length);
  });
});

describe("readStreamBundle()", () => {
  it("returns the document that was saved, for any text", () => {
    const title = fc.option(fc.string({ unit: "binary", maxLength: 8 }), { nil: undefined });
    fc.assert(
      fc.property(anyText, title, fc.nat(60), (text, heading, times) => {
        const document = { ...EMPTY, title: heading, text: text.repeat(times) };

        expect(readStreamBundle(streamBundle(document))).toEqual(document);
      }),
    );
  });

  it("knows no document whose text is gone", () => {
    const bundle = streamBundle({ ...EMPTY, text: "a".repeat(600) });

    expect(readStreamBundle(bundle)).toBeDefined();
    expect(readStreamBundle({ ...bundle, "text/plain": "a" })).toBeUndefined();
  });
});
