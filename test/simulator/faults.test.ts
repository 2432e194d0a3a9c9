import { describe } from "vitest";

import { gemini, ollamaChat, ollamaGenerate, openAiChat } from "../../src/providers/index.ts";
import { type FaultCases, itEndsTruthfully } from "../contracts/faults.ts";

const cases: Readonly<Record<string, FaultCases>> = {
  openAiChat: {
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
    withoutTerminator: "stop",
    isBinary: false,
  },
  gemini: {
    create: (origin) => gemini({ apiKey: "any", baseUrl: `${origin}/v1beta` }),
    withoutTerminator: "truncated",
    isBinary: false,
  },
  ollamaChat: {
    create: (baseUrl) => ollamaChat({ baseUrl }),
    withoutTerminator: "truncated",
    isBinary: false,
  },
  ollamaGenerate: {
    create: (baseUrl) => ollamaGenerate({ baseUrl }),
    withoutTerminator: "truncated",
    isBinary: false,
  },
};

describe.each(Object.entries(cases))("%s, whatever goes wrong", (_name, faultCases) => {
  itEndsTruthfully(faultCases);
});
