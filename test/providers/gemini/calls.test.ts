import { describe, expect, it } from "vitest";

import { geminiDecoder } from "../../../src/providers/gemini/decoder.ts";
import { decodedAnswer } from "../../support/decoded-answer.ts";

/** The calls of an answer whose chunks have these parts, and how it ended. */
async function callsOf(
  finishReason: string | undefined,
  ...chunks: readonly (readonly object[])[]
) {
  const candidates = [
    ...chunks.map((parts) => ({ content: { parts } })),
    ...(finishReason === undefined ? [] : [{ finishReason }]),
  ];
  const payloads = candidates.map((candidate) => ({ candidates: [candidate], responseId: "r" }));
  const { toolCalls, end } = await decodedAnswer(geminiDecoder, payloads);
  return { calls: toolCalls, kind: end?.kind };
}

const call = (functionCall: object) => ({ functionCall });
const args = (willContinue: boolean | undefined, ...partialArgs: readonly object[]) =>
  call({ partialArgs, willContinue });
const location = (stringValue: string, willContinue?: boolean) => ({
  jsonPath: "$.location",
  stringValue,
  willContinue,
});

const BOSTON = [
  [call({ name: "weather", willContinue: true })],
  [args(true, location("Bos", true))],
  [args(true, location("ton", true))],
  [args(true, location(""))],
  [call({})],
];

describe("callAssembler()", () => {
  it("assembles arguments that are streamed, one call after another", async () => {
    const [begin = [], ...rest] = BOSTON;
    const { calls, kind } = await callsOf("STOP", begin, ...rest, begin, ...rest);

    expect(calls).toEqual([
      { id: "r-0", name: "weather", text: '{"location":"Boston"}', input: { location: "Boston" } },
      { id: "r-1", name: "weather", text: '{"location":"Boston"}', input: { location: "Boston" } },
    ]);
    expect(kind).toBe("tool-calls");
  });

  it.each(BOSTON.map((_, end) => end + 1))(
    "gives no input that is not whole when the answer ends after %d parts",
    async (end) => {
      const { calls, kind } = await callsOf(undefined, ...BOSTON.slice(0, end));

      expect(kind).toBe("truncated");
      expect(calls.map(({ input }) => input)).toEqual([
        end === BOSTON.length ? { location: "Boston" } : undefined,
      ]);
    },
  );

  it("ends a call with its last part if no empty part follows", async () => {
    const price = (index: number) => ({ jsonPath: `$.items[${index}].price`, numberValue: index });
    const { calls } = await callsOf(
      "STOP",
      [call({ name: "write", willContinue: true })],
      [args(true, price(0))],
      [args(undefined, price(1))],
      [{ text: "" }],
    );

    expect(calls).toMatchObject([{ input: { items: [{ price: 0 }, { price: 1 }] } }]);
  });

  it("accepts parts that were not announced", async () => {
    const { calls } = await callsOf(
      "STOP",
      [call({ name: "weather" })],
      [args(undefined, location("New "))],
      [args(undefined, location("York"))],
      [call({})],
      [call({ name: "time" })],
    );

    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ["weather", { location: "New York" }],
      ["time", {}],
    ]);
  });

  it("separates interleaved calls by their ids", async () => {
    const { calls } = await callsOf(
      "STOP",
      [call({ id: "a", name: "one", partialArgs: [location("hel", true)], willContinue: true })],
      [call({ id: "b", name: "two", args: { n: 2 } })],
      [call({ id: "a", partialArgs: [location("lo")] })],
    );

    expect(calls.map(({ id, name, input }) => [id, name, input])).toEqual([
      ["a", "one", { location: "hello" }],
      ["b", "two", { n: 2 }],
    ]);
  });

  it("prefers the whole arguments at the end to the streamed ones", async () => {
    const { calls } = await callsOf(
      "STOP",
      [call({ id: "a", name: "f", partialArgs: [location("Bei", true)], willContinue: true })],
      [call({ id: "a", name: "f", args: { location: "Beijing" }, willContinue: false })],
    );

    expect(calls).toMatchObject([{ name: "f", input: { location: "Beijing" } }]);
  });

  it("adds parts without a name to the open call", async () => {
    const parts = [[call({ name: "list", args: {} })], [call({ args: { path: "/x" } })]];

    expect((await callsOf("STOP", ...parts)).calls).toMatchObject([
      { name: "list", text: '{"path":"/x"}', input: { path: "/x" } },
    ]);
    expect((await callsOf(undefined, ...parts.slice(0, 1))).calls).toMatchObject([
      { name: "list", input: undefined },
    ]);
  });

  it.each([
    ["a call that was to be continued", "STOP", call({ name: "f", willContinue: true })],
    ["a string that was to be continued", "STOP", args(undefined, location("x", true))],
    ["a part that cannot be read", "STOP", args(undefined, { jsonPath: "$..a", numberValue: 1 })],
    ["arguments that are no object", "STOP", call({ name: "f", args: "1/2" })],
    ["a call without arguments at the longest answer", "MAX_TOKENS", call({ name: "g" })],
    ["a call without arguments that was filtered", "SAFETY", call({ name: "g", args: {} })],
  ])("emits no input for %s", async (_what, finishReason, part) => {
    const { calls } = await callsOf(
      finishReason,
      [call({ name: "f", willContinue: true })],
      [part],
    );

    expect(calls.at(-1)?.input).toBeUndefined();
  });

  it.each([
    ["twice encoded", { args: '{"id":2512292042121000001}' }, '{"id":2512292042121000001}'],
    ["empty, as PHP writes it", { args: [] }, "{}"],
  ])("reads arguments that are %s", async (_what, rest, text) => {
    expect((await callsOf("STOP", [call({ name: "f", ...rest })])).calls).toMatchObject([{ text }]);
  });

  it("keeps every digit", () => {
    const text =
      '{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{ "id" : 2512292042121000001 }}}]}}]}';
    const decoder = geminiDecoder({
      provider: "gemini",
      model: "m",
      requestId: undefined,
      attempt: 1,
    });

    expect(decoder.push(JSON.parse(text), text)).toContainEqual(
      expect.objectContaining({ type: "tool-call-end", text: '{"id":2512292042121000001}' }),
    );
  });
});
