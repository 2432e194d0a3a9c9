import { describe, expect, it } from "vitest";

import type { Usage } from "../../../src/events/index.ts";
import {
  openAiChat,
  openAiCompletions,
  openAiResponses,
  type Provider,
  type SdkSettings,
} from "../../../src/providers/index.ts";
import { answerFrom, KEY } from "../../contracts/wire-provider.ts";
import { sends } from "../../support/servers/byte-server.ts";
import { recorded, recordings } from "./openai-support.ts";

const PROVIDERS: Readonly<Record<string, (settings: SdkSettings) => Provider>> = {
  "openai-chat": openAiChat,
  "openai-completions": openAiCompletions,
  "openai-responses": openAiResponses,
};

/** Counts as a provider reports them. */
const used = (
  [input, cached]: readonly [number, number?],
  [output, reasoning]: readonly [number, number?],
): Usage => ({
  type: "usage",
  inputTokens: { total: input, cached },
  outputTokens: { total: output, reasoning },
  source: "provider",
});

const WATER = "Water runs downhill.";
const ESTIMATED = { source: "estimated" };
const STOP = { kind: "stop", raw: "stop" };
const COMPLETED = { kind: "stop", raw: "completed" };

const ANSWERS: Readonly<Record<string, object>> = {
  "openai-chat/azure.sse": {
    text: "Wheels turn.",
    usage: used([12, 0], [73, 64]),
    end: STOP,
  },
  "openai-chat/deepseek-tool.sse": {
    text: "",
    reasoning: "I must measure.",
    toolCalls: [{ id: "call_00_1", name: "measure_flow", input: { river: "Nile" } }],
    usage: used([374, 256], [31, 4]),
    end: { kind: "tool-calls", raw: "tool_calls" },
  },
  "openai-chat/llama.cpp-reasoning.sse": {
    text: "It turns.",
    reasoning: WATER,
    usage: used([17, 7], [8]),
    end: STOP,
  },
  "openai-chat/lm-studio-reasoning.sse": {
    text: "It turns.",
    reasoning: "Water runs.",
    usage: ESTIMATED,
    end: STOP,
  },
  "openai-chat/mistral-reasoning.sse": {
    text: "It turns the wheel.",
    reasoning: WATER,
    usage: used([10], [46]),
    end: STOP,
  },
  "openai-chat/ollama-reasoning.sse": {
    text: "It turns 👍.",
    reasoning: WATER,
    usage: used([68], [11]),
    end: STOP,
  },
  "openai-chat/openai-function-call.sse": {
    text: "",
    toolCalls: [{ id: "call-0", name: "run", input: { code: 'turn("wheel")' } }],
    usage: ESTIMATED,
    end: { kind: "tool-calls", raw: "function_call" },
  },
  "openai-chat/openai-text.sse": {
    text: "A millrace turns\n\nwheels.",
    usage: used([16, 0], [6, 0]),
    end: STOP,
  },
  "openai-chat/openai-tool.sse": {
    text: "",
    toolCalls: [{ id: "call_1", name: "measure_flow", input: { river: "Blue Nile" } }],
    usage: ESTIMATED,
    end: { kind: "tool-calls", raw: "tool_calls" },
  },
  "openai-chat/vllm-reasoning.sse": {
    text: "It turns.",
    reasoning: "Water runs.",
    usage: used([12], [8]),
    end: STOP,
  },
  "openai-completions/openai.sse": {
    text: " there was a mill",
    usage: used([3], [4]),
    end: { kind: "length", raw: "length" },
  },
  "openai-responses/azure-two-summaries.sse": {
    text: "Because water runs downhill.",
    reasoning: "**Downhill**\n\nWater runs.**Wheel**\n\nIt turns.",
    usage: used([24, 0], [91, 77]),
    end: COMPLETED,
  },
  "openai-responses/copilot-changing-ids.sse": {
    text: "There are **3** “wheels”.",
    reasoning: "**Counting wheels**",
    usage: used([19, 0], [55, 44]),
    end: COMPLETED,
  },
  "openai-responses/quota-exceeded.sse": {
    text: "",
    end: {
      kind: "failed",
      failure: {
        code: "provider-error",
        detail: "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota",
      },
    },
  },
  "openai-responses/tool-call.sse": {
    text: "",
    toolCalls: [{ id: "call_1", name: "measure_flow", input: { river: "Nile" } }],
    usage: used([45, 0], [25, 0]),
    end: { kind: "tool-calls", raw: "completed" },
  },
};

const all = Object.entries(PROVIDERS).flatMap(([wire, make]) =>
  recordings(wire).map((name) => ({ title: `${wire}/${name}`, wire, name, make })),
);

describe("OpenAI's family", () => {
  it("has an expected answer for every recorded stream", () => {
    expect(all.map(({ title }) => title)).toEqual(Object.keys(ANSWERS).toSorted());
  });

  it.each(all)("understands the recorded stream $title", async ({ title, wire, name, make }) => {
    const create = (baseUrl: string) => make({ apiKey: KEY, baseUrl });

    expect(await answerFrom({ create }, sends(recorded(wire, name)))).toMatchObject({
      reasoning: "",
      toolCalls: [],
      ...ANSWERS[title],
    });
  });
});
