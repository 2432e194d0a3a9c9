import { describe } from "vitest";

import { openAiChat } from "../../src/providers/index.ts";
import { type FaultCases, itEndsTruthfully } from "../contracts/faults.ts";

const cases: Readonly<Record<string, FaultCases>> = {
  openAiChat: {
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
    withoutTerminator: "stop",
    isBinary: false,
  },
};

describe.each(Object.entries(cases))("%s, whatever goes wrong", (_name, faultCases) => {
  itEndsTruthfully(faultCases);
});
