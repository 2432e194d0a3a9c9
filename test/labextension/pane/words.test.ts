import { describe, expect, it } from "vitest";

import { attemptText } from "../../../labextension/src/view/pane/attempt-list.ts";
import { summaryText } from "../../../labextension/src/view/pane/reasoning-part.ts";
import { adviceFor } from "../../../labextension/src/view/pane/words/advice.ts";
import { argumentRows } from "../../../labextension/src/view/pane/words/argument-rows.ts";
import {
  copiedMarkdown,
  copiedWithTiming,
} from "../../../labextension/src/view/pane/words/copied-answer.ts";
import { durationText } from "../../../labextension/src/view/pane/words/duration-text.ts";
import { endingOf } from "../../../labextension/src/view/pane/words/ending-text.ts";
import { usageText } from "../../../labextension/src/view/pane/words/usage-text.ts";

const status = (code: number, retryAfterMs?: number) => ({
  code: "http-status" as const,
  status: code,
  detail: undefined,
  type: undefined,
  retryAfterMs,
});

describe("adviceFor()", () => {
  it.each([
    [status(401), /API key/u],
    [status(404), /model’s name/u],
    [status(429, 2_500), /Wait a moment.* wait 3 s/u],
    [status(503), /provider’s side/u],
    [status(418), /options/u],
    [{ code: "connection-failed", url: "http://x", cause: "refused" } as const, /network/u],
  ])("describes what to do about %j", (failure, advice) => {
    expect(adviceFor(failure)).toMatch(advice);
  });
});

describe("endingOf()", () => {
  it("shows nothing below a whole answer, and a refusal is one", () => {
    expect(endingOf({ kind: "stop", raw: "stop" })).toBeUndefined();
    expect(endingOf({ kind: "content-filter", raw: "stop" })).toBeUndefined();
  });

  it("describes a filter that cut the answer off", () => {
    expect(endingOf({ kind: "content-filter", raw: "content_filter" })).toMatchObject({
      tone: "problem",
      what: "The provider’s filter cut the answer off (content_filter).",
    });
  });

  it("describes a failure as a sentence", () => {
    const failure = { code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" } as const;

    expect(endingOf({ kind: "failed", raw: undefined, failure })?.what).toBe(
      "Connection lost after 12 bytes: ECONNRESET.",
    );
  });
});

describe("copiedMarkdown()", () => {
  it.each([
    ["plain", "plain"],
    ["```ts\nlet a;", "```ts\nlet a;\n```\n"],
    ["```ts\nlet a;\n```\ndone", "```ts\nlet a;\n```\ndone"],
    ["~~~~\n~~~\n```", "~~~~\n~~~\n```\n~~~~\n"],
    ["````\n```js\n```\n", "````\n```js\n```\n````\n"],
    ["```\n``` js", "```\n``` js\n```\n"],
    ["```a`b```", "```a`b```"],
  ])("closes the code block that is open at the end of %j", (text, copied) => {
    expect(copiedMarkdown(text)).toBe(copied);
  });

  it("reads a long line of tildes once, even with a carriage return", () => {
    const text = `${"~".repeat(200_000)}\r`;

    expect(copiedMarkdown(text)).toBe(`${text}\n${"~".repeat(200_000)}\n`);
  });
});

describe("copiedWithTiming()", () => {
  it("has the title, the answer and the figures", () => {
    const figures = [
      { label: "TTFT", value: "200 ms" },
      { label: "tok/s", value: "≈90" },
    ];

    expect(copiedWithTiming({ title: "Sky", model: "m", text: "Blue.\n" }, figures)).toBe(
      "Sky · m\n\nBlue.\n\nTTFT 200 ms · tok/s ≈90",
    );
  });
});

describe("durationText()", () => {
  it.each([
    [0, "<0.1 ms"],
    [0.5, "0.5 ms"],
    [9.97, "10 ms"],
    [340.4, "340 ms"],
    [999.7, "1.00 s"],
    [4_200, "4.20 s"],
    [42_000, "42.0 s"],
    [59_980, "1 min 00 s"],
    [125_000, "2 min 05 s"],
  ])("formats %d ms", (durationMs, text) => {
    expect(durationText(durationMs)).toBe(text);
  });
});

describe("usageText()", () => {
  it("counts tokens with their known shares", () => {
    expect(
      usageText({
        type: "usage",
        inputTokens: { total: 1_200, cached: 1_024 },
        outputTokens: { total: 214, reasoning: 33 },
        source: "provider",
      }),
    ).toBe("1,200 tokens in (1,024 cached) · 214 out (33 reasoning)");
  });

  it("marks an estimate and leaves out what is not known", () => {
    const unknown = { total: undefined, cached: undefined, reasoning: undefined };
    const usage = { type: "usage", inputTokens: unknown, source: "estimated" } as const;

    expect(usageText({ ...usage, outputTokens: { ...unknown, total: 20 } })).toBe(
      "≈ 20 tokens out",
    );
    expect(usageText({ ...usage, outputTokens: unknown })).toBeUndefined();
  });
});

describe("argumentRows()", () => {
  it("has one row for each argument, strings without quotes", () => {
    expect(argumentRows({ city: "Paris", days: 2, at: [1] })).toEqual([
      { name: "city", value: "Paris" },
      { name: "days", value: "2" },
      { name: "at", value: "[\n  1\n]" },
    ]);
  });

  it("is bounded in rows and characters, and cuts no surrogate pair", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    const [row] = argumentRows({ text: `${"a".repeat(1_999)}😀${"b".repeat(998)}` });

    expect(argumentRows(many)).toHaveLength(41);
    expect(row?.value).toBe(`${"a".repeat(1_999)}… 1,000 more characters`);
  });
});

describe("attemptText()", () => {
  it("has the failure and what followed", () => {
    const failed = { attempt: 1, failure: status(429) };

    expect(attemptText({ ...failed, next: { kind: "retry", inMs: 400 } })).toBe(
      "Attempt 1 failed: The provider answered 429. Retry after 400 ms",
    );
    expect(attemptText({ ...failed, next: undefined })).toMatch(/earlier answer was kept$/u);
  });
});

describe("summaryText()", () => {
  it("counts while the model reasons, then has the duration", () => {
    expect(summaryText(3_400, true)).toBe("Reasoning… 3 s");
    expect(summaryText(4_200, false)).toBe("Thought for 4.20 s");
    expect(summaryText(undefined, false)).toBe("Reasoning");
  });
});
