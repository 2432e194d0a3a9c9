import { describe, expect, it } from "vitest";

import { openAiChatDialect } from "../../../../src/simulator/dialects/openai/chat.ts";
import { asList, dig } from "../../../../src/wire/index.ts";
import { pageOf } from "../../../support/frames/wire-of.ts";

const embed = (input: unknown, rest: object = {}) =>
  pageOf(openAiChatDialect, { path: "/v1/embeddings", body: { model: "any", input, ...rest } });

const vectorIn = (page: unknown, index = 0) =>
  asList(dig(page, "data", index, "embedding")).map(Number);

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, number, index) => sum + number * (b[index] ?? 0), 0);

const show = (path: string) => pageOf(openAiChatDialect, { method: "GET", path });

describe("openAiPage()", () => {
  it("lists models, and returns each", () => {
    expect(show("/v1/models")).toMatchObject({ data: [{ id: "fixed" }, { id: "hosted-fast" }] });
    expect(show("/v1/models/fixed")).toEqual({
      id: "fixed",
      object: "model",
      created: 0,
      owned_by: "millrace",
    });
    expect(show("/v1/models/fixed%3AitlMs=5+cut")).toMatchObject({ id: "fixed:itlMs=5+cut" });
    expect(() => show("/v1/models/gpt-9")).toThrow('current value is "gpt-9"');
  });

  it("embeds every text as a distinct, deterministic vector of length 1", () => {
    const page = embed(["one", "two"]);
    const [one, two] = [vectorIn(page, 0), vectorIn(page, 1)];

    expect([one.length, two.length]).toEqual([1_536, 1_536]);
    expect(dot(one, one)).toBeCloseTo(1, 6);
    // The cosine of two random directions is within 4 standard deviations of 1 / √1536.
    expect(Math.abs(dot(one, two))).toBeLessThan(4 / Math.sqrt(1_536));
    expect(vectorIn(embed("two"))).toEqual(two);
    expect(page).toMatchObject({ model: "any", usage: { prompt_tokens: 2, total_tokens: 2 } });
  });

  it("accepts tokens and dimensions", () => {
    expect(vectorIn(embed([1, 2, 3], { dimensions: 8 }))).toHaveLength(8);
    expect(embed([[1, 2], [3]], { dimensions: 8 })).toMatchObject({
      data: [{ index: 0 }, { index: 1 }],
      usage: { prompt_tokens: 3 },
    });
  });

  it("returns the same numbers as bytes", () => {
    const text = String(dig(embed("a", { encoding_format: "base64" }), "data", 0, "embedding"));
    const bytes = Buffer.from(text, "base64");

    expect(bytes.length).toBe(1_536 * 4);
    expect(bytes.readFloatLE(0)).toBe(vectorIn(embed("a"))[0]);
  });

  it.each([
    ["", {}, '"input" must be a string or a list, and not empty: current value is ""'],
    [[], {}, "current value is []"],
    [[["a"]], {}, 'current value is [["a"]]'],
    [[1, "a"], {}, 'current value is [1,"a"]'],
    [["a", ""], {}, 'current value is ["a",""]'],
    [Array.from({ length: 2_049 }, () => "a"), {}, "must be a list of at most 2048"],
    ["a", { dimensions: 5_000 }, "must be at most 4096: current value is 5000"],
  ])("rejects the embedding of %.40j %j", (input, rest, message) => {
    expect(() => embed(input, rest)).toThrow(message);
  });
});
