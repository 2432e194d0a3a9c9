import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { printable } from "../../src/text/index.ts";
import { documentOf, emptyDocument, type StreamDocument } from "../../src/protocols/index.ts";
import { sourceHtml, streamHtml } from "../../src/protocols/stream-html.ts";
import { htmlNodesIn } from "../support/html-nodes.ts";
import { hostileText } from "../support/hostile/arbitrary.ts";
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

describe("streamHtml()", () => {
  it("renders the Markdown of answer and reasoning", () => {
    const html = streamHtml({ ...EMPTY, text: "A **bold** one", reasoning: "`code`" });

    expect(html).toContain("<strong>bold</strong>");
    expect(html).toContain("<summary>Reasoning</summary>");
    expect(html).toContain("<code>code</code>");
  });

  it("names title, model, state, first token and usage, then the reasoning, answer and tool calls", () => {
    const html = streamHtml({
      ...EMPTY,
      title: "Weather",
      model: "m-1",
      text: "Let me look.",
      reasoning: "A tool knows.",
      reasoningMs: 1_240,
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
        'Reasoning, 1.2 sA tool knows.Let me look.→ get_weather {"city":"Paris"}',
    );
  });

  it.each([
    [{ kind: "length", raw: "length" }, "stopped at the length limit"],
    [{ kind: "aborted", raw: "stopped" }, "stopped"],
    [{ kind: "truncated", raw: undefined }, "cut off"],
  ] as const)("says that a stream with the end %j %s", (end, state) => {
    expect(htmlNodesIn(streamHtml({ ...EMPTY, end }))[0]?.text.startsWith(state)).toBe(true);
  });

  it("names failed attempts, and time in which the kernel was blocked", () => {
    const failure = { code: "connection-failed", url: "http://a.test", cause: "no" } as const;
    const html = streamHtml({
      ...EMPTY,
      attempts: [
        { attempt: 1, failure, next: { kind: "retry", inMs: 250 } },
        { attempt: 2, failure, next: undefined },
      ],
      kernelBlocks: { beforeFirstTokenMs: 4_000, longestMs: 4_000 },
      gaps: "1A8=",
    });
    const cannot = 'failed: Cannot connect to "http://a.test": no';

    expect(htmlNodesIn(html)[0]?.text).toBe(
      "done · first token after 200 ms · of which the kernel was blocked for 4000 ms" +
        `Attempt 1 ${cannot}; retried after 250 msAttempt 2 ${cannot}`,
    );
  });
});

describe("sourceHtml()", () => {
  it.each(hostileAnswers)("shows %j as it is, with control characters as pictures", (text) => {
    expect(htmlNodesIn(sourceHtml(text)).map((node) => node.text)[0]).toBe(printable(text));
  });

  it("shows any text, including leading and trailing line breaks, without empty lines and braces", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = sourceHtml(`{${text}`);

        expect(htmlNodesIn(html).map((node) => node.text)[0]).toBe(printable(`{${text}`));
        expect(html).not.toMatch(/\n[ \t]*(?:\n|$)|\{/u);
      }),
    );
  });
});
