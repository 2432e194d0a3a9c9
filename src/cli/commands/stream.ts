import { option } from "../inputs/option.ts";
import { streamAnswer } from "../stream-answer.ts";
import { defineCommand } from "../command.ts";
import { requestOptions } from "../inputs/request-options.ts";

export const stream = defineCommand({
  name: "stream",
  summary: "Send a prompt and print the answer as it streams",
  usage:
    'stream ["prompt" | -] [options]\n\nPiped text is appended to the prompt; with -, it is the whole prompt',
  options: {
    ...requestOptions,
    record: option("file", "Append the answer to this file; see millrace record"),
  },
  examples: [
    'git diff | millrace stream "Review this change"',
    'millrace stream "Why is the sky blue?"',
    'millrace stream "Why is the sky blue?" --provider simulator --model hosted-fast',
    'millrace stream "Hello" --provider ollama --model llama3.2 --json',
    "millrace stream - --provider anthropic < prompt.txt",
  ],
  run: ({ values, positionals }, terminal) =>
    streamAnswer({ values, positionals, record: values.record }, terminal),
});
