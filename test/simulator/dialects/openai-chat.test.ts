import { describe } from "vitest";

import { openAiChat } from "../../../src/providers/index.ts";
import { itSpeaksBothEnds } from "../../contracts/dialect.ts";

describe("openAiChatDialect", () => {
  itSpeaksBothEnds({
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
  });
});

describe("openAiChatDialect, read by the SDK's own iterator", () => {
  itSpeaksBothEnds({
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1`, decode: "sdk" }),
  });
});
