import { describe, expect, it } from "vitest";

import { openAiCompletions } from "../../../../src/providers/index.ts";
import { openAiCompletionsDialect } from "../../../../src/simulator/dialects/openai/completions.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import { corpusAnswer, generationOf, textOn } from "../../../support/frames/wire-of.ts";

const callFor = (prompt: unknown, rest: object = {}) => ({
  path: "/v1/completions",
  body: { model: "fixed", prompt, ...rest },
});

const wholeOf = (prompt: unknown, rest: object = {}) =>
  corpusAnswer(openAiCompletionsDialect, callFor(prompt, rest)).encoder.whole();

const ends = {
  // The API's default limit is shorter than the contract's texts.
  always: { maxOutputTokens: 1_000 },
  callsTools: false,
  seesReasoning: false,
  takesImages: false,
  refusalEnd: "stop",
} as const;

describe("openAiCompletionsDialect", () => {
  itObeysTheDialectLaws({
    ...ends,
    create: (origin) => openAiCompletions({ apiKey: "any", baseUrl: `${origin}/v1` }),
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(
      openAiCompletionsDialect,
      callFor("echo: Yes.", { stream: true, stream_options: { include_usage: true } }),
    );
    const chunk = (text: string, finish = "null") =>
      `data: {"id":"cmpl-sim-1","object":"text_completion","created":1750000000,"choices":[{"text":"${text}","index":0,"logprobs":null,"finish_reason":${finish}}],"model":"fixed","usage":null}\n\n`;

    expect(stream).toBe(
      [
        chunk("Yes"),
        chunk("."),
        chunk("", '"stop"'),
        'data: {"id":"cmpl-sim-1","object":"text_completion","created":1750000000,"choices":[],"model":"fixed","usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6,"prompt_tokens_details":{"cached_tokens":0}}}\n\n',
        "data: [DONE]\n\n",
      ].join(""),
    );
  });

  it("ends after 16 tokens by default", () => {
    expect(wholeOf("echo: a b c d e f g h i j k l m n o p q")).toMatchObject({
      choices: [{ text: "a b c d e f g h i j k l m n o p", finish_reason: "length" }],
    });
  });

  it("sends n answers to every prompt", () => {
    expect(wholeOf(["echo: a", "echo: b"], { n: 2 })).toMatchObject({
      choices: [{ text: "a" }, { text: "a" }, { text: "b" }, { text: "b", index: 3 }],
      usage: { prompt_tokens: 6, completion_tokens: 4 },
    });
  });

  it("counts a prompt of tokens", () => {
    expect(wholeOf([1, 2, 3])).toMatchObject({ choices: [{}], usage: { prompt_tokens: 3 } });
    expect(wholeOf([[1, 2], [3]])).toMatchObject({
      choices: [{}, {}],
      usage: { prompt_tokens: 3 },
    });
  });

  it("repeats the prompt on request", () => {
    expect(wholeOf("echo: a", { echo: true })).toMatchObject({ choices: [{ text: "echo: aa" }] });
    const stream = textOn(openAiCompletionsDialect, callFor("echo: a", { echo: true }));
    expect(stream.split("\n\n")[0]).toContain('"text":"echo: a"');
  });

  it("continues the beginning of a known answer", () => {
    const long = { max_tokens: 1_000 };
    const { choices } = JSON.parse(JSON.stringify(wholeOf("Why is the sky blue?", long)));
    const [{ text }] = choices;

    expect(wholeOf(`Why is the sky blue?${text.slice(0, 99)}`, long)).toMatchObject({
      choices: [{ text: text.slice(99) }],
    });
  });

  it("takes the prompt and the started answer from a transcript", () => {
    const turns = ["System: Be short.", "User: Hi", "Assistant: Hello", "User: echo: a b c"];

    expect(wholeOf([...turns, "Assistant:"].join("\n\n"))).toMatchObject({
      choices: [{ text: "a b c" }],
    });
    expect(wholeOf([...turns, "Assistant: a b"].join("\n\n"))).toMatchObject({
      choices: [{ text: " c" }],
    });
  });

  it("hides reasoning, but counts it", () => {
    expect(wholeOf("think: Hm\necho: a")).toMatchObject({
      choices: [{ text: "a" }],
      usage: { completion_tokens: 2 },
    });
  });

  it.each([undefined, [], [{}], ["a", 1]])("rejects the prompt %j", (prompt) => {
    expect(() => generationOf(openAiCompletionsDialect, callFor(prompt))).toThrow(
      '"prompt" must be a string or a list, and not empty',
    );
  });
});

describe("openAiCompletionsDialect, read by the SDK's iterator", () => {
  itObeysTheDialectLaws({
    ...ends,
    create: (origin) =>
      openAiCompletions({ apiKey: "any", baseUrl: `${origin}/v1`, decode: "sdk" }),
  });
});
