import { ask } from "../ask.ts";
import { defineCommand } from "../command.ts";
import { requestOptions } from "../request-options.ts";

/** Asks a model and shows its answer as it comes. */
export const stream = defineCommand({
  name: "stream",
  summary: "Ask a model, and show its answer as it comes",
  usage: 'stream ["prompt" | -] [options]',
  options: {
    ...requestOptions,
    record: {
      type: "string",
      value: "file",
      help: "Add the answer to this file; see millrace record",
    },
  },
  examples: [
    'millrace stream "Why is the sky blue?"',
    'millrace stream "Why is the sky blue?" --provider simulator --model hosted-fast',
    'millrace stream "Hello" --provider ollama-chat --model llama3.2 --json',
    "git diff | millrace stream --system 'Review this change' --provider anthropic-messages",
  ],
  run: ({ values, positionals }, terminal) =>
    ask({ values, positionals, record: values.record }, terminal),
});
