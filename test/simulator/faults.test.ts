import { describe } from "vitest";

import { StreamError } from "../../src/events/index.ts";
import {
  anthropicMessages,
  bedrock,
  bedrockAnthropic,
  customProvider,
  gemini,
  ollamaChat,
  ollamaGenerate,
  openAiChat,
  openAiCompatible,
  openAiCompletions,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { asText, dig } from "../../src/wire/index.ts";
import { type FaultCases, itEndsTruthfully } from "../contracts/faults.ts";

/** Adapters for APIs whose only terminator is the last frame. */
const adapters: Readonly<Record<string, (origin: string) => Provider>> = {
  openAiResponses: (origin) => openAiResponses({ apiKey: "any", baseUrl: `${origin}/v1` }),
  anthropicMessages: (baseUrl) => anthropicMessages({ apiKey: "any", baseUrl }),
  gemini: (origin) => gemini({ apiKey: "any", baseUrl: `${origin}/v1beta` }),
  geminiArray: (origin) =>
    gemini({ apiKey: "any", baseUrl: `${origin}/v1beta`, framing: "json-array" }),
  ollamaChat: (baseUrl) => ollamaChat({ baseUrl }),
  ollamaGenerate: (baseUrl) => ollamaGenerate({ baseUrl }),
  customProvider: (origin) =>
    customProvider({
      id: "custom",
      framing: "ndjson",
      fetch: ({ model, messages }, { fetch, signal }) =>
        fetch(`${origin}/api/generate`, {
          method: "POST",
          body: JSON.stringify({ model, prompt: messages[0]?.content }),
          signal,
        }),
      decode(line) {
        const detail = asText(dig(line, "error"));
        if (detail !== undefined) {
          throw new StreamError({ code: "provider-error", detail, type: undefined });
        }
        const text = asText(dig(line, "response")) ?? "";
        const end = { type: "stream-end", reason: { kind: "stop", raw: "stop" } } as const;
        return dig(line, "done") === true ? [text, end] : [text];
      },
    }),
};

const CREDENTIALS = { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" };

const cases: Readonly<Record<string, FaultCases>> = {
  openAiChat: {
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
    // The finish reason before `[DONE]` also ends the answer.
    withoutTerminator: "stop",
    isBinary: false,
  },
  openAiCompatible: {
    create: (origin) => openAiCompatible({ baseUrl: `${origin}/v1`, server: "vllm" }),
    withoutTerminator: "stop",
    isBinary: false,
  },
  openAiCompletions: {
    create: (origin) => openAiCompletions({ apiKey: "any", baseUrl: `${origin}/v1` }),
    withoutTerminator: "stop",
    isBinary: false,
  },
  bedrock: {
    create: (baseUrl) => bedrock({ baseUrl, region: "us-east-1", credentials: CREDENTIALS }),
    withoutTerminator: "truncated",
    isBinary: true,
  },
  bedrockAnthropic: {
    create: (baseUrl) =>
      bedrockAnthropic({ baseUrl, region: "us-east-1", credentials: CREDENTIALS }),
    withoutTerminator: "truncated",
    isBinary: true,
  },
  ...Object.fromEntries(
    Object.entries(adapters).map(([name, create]): [string, FaultCases] => [
      name,
      { create, withoutTerminator: "truncated", isBinary: false },
    ]),
  ),
};

describe.each(Object.entries(cases))("%s under faults", (_name, faultCases) => {
  itEndsTruthfully(faultCases);
});
