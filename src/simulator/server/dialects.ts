import type { Dialect } from "../dialects/dialect.ts";
import { anthropicMessagesDialect } from "../dialects/anthropic/messages.ts";
import { bedrockConverseDialect } from "../dialects/bedrock/converse.ts";
import { bedrockInvokeDialect } from "../dialects/bedrock/invoke.ts";
import { geminiDialect } from "../dialects/gemini/generate.ts";
import { ollamaDialect } from "../dialects/ollama/api.ts";
import { openAiChatDialect } from "../dialects/openai/chat.ts";
import { openAiCompletionsDialect } from "../dialects/openai/completions.ts";
import { openAiResponsesDialect } from "../dialects/openai/responses.ts";
import { openAiSpeechDialect } from "../dialects/openai/speech.ts";

/** All APIs of the simulator. The first one that routes a call answers it. */
export const dialects: readonly Dialect[] = [
  anthropicMessagesDialect,
  bedrockConverseDialect,
  bedrockInvokeDialect,
  geminiDialect,
  ollamaDialect,
  openAiChatDialect,
  openAiCompletionsDialect,
  openAiResponsesDialect,
  openAiSpeechDialect,
];
