import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const model = "fixed:ttftMs=1,itlMs=0";

const TEXT = "a b 漢字 🎉";

const messages = [{ role: "user" as const, content: `echo: ${TEXT}` }];

async function connected() {
  const { url, ask } = await simulator();
  const { origin } = new URL(url);
  return {
    ask,
    openai: new OpenAI({ apiKey: "any", baseURL: url, maxRetries: 0, logLevel: "off" }),
    ollama: new Ollama({ host: origin }),
    gemini: new GoogleGenAI({ apiKey: "any", httpOptions: { baseUrl: origin } }).models,
  };
}

interface LogprobEntry {
  readonly token: string;
  readonly logprob: number;
  readonly bytes?: readonly number[] | null | undefined;
  readonly top_logprobs?: readonly LogprobEntry[] | undefined;
}

/** Lists implausible log probabilities of an answer with a number of alternatives. */
function faultsOf(
  entries: readonly LogprobEntry[] | null | undefined,
  count: number,
  text = TEXT,
): string[] {
  const all = entries ?? [];
  const joined = all.map(({ token }) => token).join("");
  const faults = all.flatMap((one) => faultsOfToken(one, count));
  return joined === text ? faults : [...faults, `text: ${joined}`];
}

function faultsOfToken(
  { token, logprob, top_logprobs: top = [] }: LogprobEntry,
  count: number,
): string[] {
  const sum = top.reduce((total, other) => total + Math.exp(other.logprob), 0);
  const sorted = top.toSorted((a, b) => b.logprob - a.logprob);
  const rules: Readonly<Record<string, boolean>> = {
    "is a probability": Number.isFinite(logprob) && logprob <= 0,
    "as many alternatives as ordered": top.length === count,
    "at most 1 together": sum <= 1,
    "all different": new Set(top.map((other) => other.token)).size === top.length,
    "most probable first": sorted.every((other, index) => other === top[index]),
    "the token first": count === 0 || top[0]?.token === token,
  };
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [`${token}: ${rule}`]));
}

function logprobsOf({ choices }: OpenAI.Completion) {
  return choices.flatMap(({ logprobs }) => logprobs ?? []);
}

describe("the simulator's logprobs", () => {
  it.each([0, 1, 2, 20])("are plausible in chat completions: %d alternatives", async (count) => {
    const { openai } = await connected();
    const request = { model, messages, logprobs: true, top_logprobs: count };
    const whole = await openai.chat.completions.create(request);
    const streamed = await openai.chat.completions.stream(request).finalChatCompletion();

    const entries = whole.choices.flatMap(({ logprobs }) => logprobs?.content ?? []);

    expect(faultsOf(entries, count)).toEqual([]);
    expect(streamed.choices.flatMap(({ logprobs }) => logprobs?.content ?? [])).toEqual(entries);
    expect(entries.map(({ bytes }) => bytes)).toEqual(
      entries.map(({ token }) => [...new TextEncoder().encode(token)]),
    );
  });

  it("are those of the refusal if the model refuses", async () => {
    const { openai } = await connected();
    const requestFor = [{ role: "user" as const, content: "refuse: No" }];
    const { choices } = await openai.chat.completions.create({
      model,
      messages: requestFor,
      logprobs: true,
    });

    expect(choices[0]?.logprobs?.content).toBeNull();
    expect(faultsOf(choices[0]?.logprobs?.refusal, 0, "No")).toEqual([]);
  });

  it("are null if they are not requested", async () => {
    const { openai } = await connected();
    const { choices } = await openai.chat.completions.create({ model, messages });

    expect(choices[0]?.logprobs).toBeNull();
  });

  it("are plausible in responses with and without streaming", async () => {
    const { openai } = await connected();
    const request = {
      model,
      input: `echo: ${TEXT}`,
      include: ["message.output_text.logprobs" as const],
      top_logprobs: 3,
    };
    const whole = await openai.responses.create(request);
    const events = await listOf(await openai.responses.create({ ...request, stream: true }));
    const [item] = whole.output;
    const part = item?.type === "message" ? item.content[0] : undefined;
    const entries = part?.type === "output_text" ? part.logprobs : undefined;
    const streamed = events.flatMap((event) =>
      event.type === "response.output_text.delta" ? event.logprobs : [],
    );

    expect(faultsOf(entries, 3)).toEqual([]);
    expect(streamed.map(({ token, logprob }) => [token, logprob])).toEqual(
      entries?.map(({ token, logprob }) => [token, logprob]),
    );
    expect(whole).toMatchObject({ top_logprobs: 3 });
  });

  it("are plausible in text completions, with the offsets of their tokens", async () => {
    const { openai } = await connected();
    const request = { model, prompt: `echo: ${TEXT}`, logprobs: 2 };
    const whole = await openai.completions.create(request);
    const chunks = await listOf(await openai.completions.create({ ...request, stream: true }));
    const [entries] = logprobsOf(whole);
    const { tokens = [], text_offset: offsets = [], top_logprobs: top = [] } = entries ?? {};

    expect(tokens.join("")).toBe(TEXT);
    expect(offsets.map((at, index) => TEXT.slice(at, offsets[index + 1]))).toEqual(tokens);
    expect(chunks.flatMap(logprobsOf).flatMap((one) => one.text_offset ?? [])).toEqual(offsets);
    expect(top.map((others) => Object.keys(others).length)).toEqual(tokens.map(() => 2));
  });

  it("are plausible in Ollama's chat with and without streaming", async () => {
    const { ollama } = await connected();
    const request = { model, messages, logprobs: true, top_logprobs: 2 };
    const whole = await ollama.chat(request);
    const lines = await listOf(await ollama.chat({ ...request, stream: true }));

    expect(faultsOf(whole.logprobs, 2)).toEqual([]);
    expect(lines.flatMap(({ logprobs }) => logprobs ?? [])).toEqual(whole.logprobs);
  });

  it.each([
    [
      { top_logprobs: 2 },
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
    ],
    [
      { logprobs: true, top_logprobs: 21 },
      "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead.",
    ],
    [{ logprobs: true, top_logprobs: 1.5 }, "Invalid type for 'top_logprobs'"],
  ])("are rejected with OpenAI's message: %j", async (parameters, expected) => {
    const { ask } = await connected();
    const response = await ask({ model, messages, ...parameters });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(expected) },
    });
  });

  it("are rejected with Gemini's message, as by most of its models", async () => {
    const { gemini } = await connected();
    const config = { responseLogprobs: true, logprobs: 2 };

    await expect(gemini.generateContent({ model, contents: "Hi", config })).rejects.toThrow(
      "Logprobs is not supported for this model.",
    );
  });
});
