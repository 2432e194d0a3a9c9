import type { EndReason, Usage } from "../events/index.ts";
import { asCount, asList, asText, dig } from "../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "./answer-writer.ts";
import { providerError } from "./exchange.ts";
import type { PayloadDecoder } from "./read-body.ts";

/**
 * Translates the lines of Ollama's `/api/chat` and `/api/generate`, which differ only in where the text is.
 *
 * The line that says `done` is the sign of completion; older servers leave its reason out. A tool call comes
 * whole, its arguments as an object; where it has no id it gets one, since a result must name it. An answer
 * that was not streamed is one such line.
 *
 * @see {@link https://docs.ollama.com/api/chat}
 */
export function ollamaDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let calls = 0;
  let complete = false;

  function addCall(call: unknown): void {
    const key = calls++;
    const called = dig(call, "function");
    const id = asText(dig(call, "id")) ?? `call-${key}`;
    writer.startTool(key, { id, name: asText(dig(called, "name")) ?? "" });
    writer.addArguments(key, JSON.stringify(dig(called, "arguments")));
    writer.endTool(key);
  }

  return {
    push(line) {
      if (complete) return [];
      const error = dig(line, "error");
      if (error !== undefined && error !== null) throw providerError(line);

      const message = dig(line, "message") ?? line;
      writer.start(asText(dig(line, "model")));
      writer.show("reasoning", asText(dig(message, "thinking")));
      writer.show("text", asText(dig(message, "content")) ?? asText(dig(message, "response")));
      for (const call of asList(dig(message, "tool_calls"))) addCall(call);
      if (dig(line, "done") === true) {
        writer.finish(endReasonOf(asText(dig(line, "done_reason")), calls > 0));
        const usage = usageOf(line);
        if (usage !== undefined) writer.usage(usage);
        complete = true;
      }
      return writer.take();
    },
    end: writer.end,
    get complete() {
      return complete;
    },
  };
}

/** `load` and `unload`, which answer a request without a prompt, are natural ends too. */
function endReasonOf(raw: string | undefined, calledTools: boolean): EndReason {
  if (raw === "length") return { kind: "length", raw };
  return { kind: calledTools ? "tool-calls" : "stop", raw };
}

/** Reasoning is counted in, and not apart. A prompt that was evaluated before is not counted by all. */
function usageOf(line: unknown): Omit<Usage, "type"> | undefined {
  const input = asCount(dig(line, "prompt_eval_count"));
  const output = asCount(dig(line, "eval_count"));
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: { total: input, cached: undefined },
    outputTokens: { total: output, reasoning: undefined },
    source: "provider",
  };
}
