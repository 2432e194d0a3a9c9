import type { Dialect } from "./dialect.ts";
import { openAiChatDialect } from "./dialects/openai-chat.ts";

/** Every wire that the simulator speaks. Their paths do not overlap. */
export const dialects: readonly Dialect[] = [openAiChatDialect];
