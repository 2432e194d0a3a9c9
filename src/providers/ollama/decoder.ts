import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import { endReasonOf } from "../decode/finish-reason.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { argumentsText } from "../decode/tool-arguments.ts";
import { reportedUsage } from "../decode/usage.ts";

/**
 * Decodes the lines of Ollama's `/api/chat` and `/api/generate`, which differ only in the text's field.
 *
 * The line with `done` completes the answer; older servers omit its reason. A tool call comes whole, with its arguments
 * as an object, and gets an id if it has none, because its result must refer to it. An answer that is not streamed is
 * one such line.
 *
 * @see {@link https://docs.ollama.com/api/chat}
 */
export function ollamaDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let calls = 0;
  let complete = false;

  function addCall(call: unknown, source: string | undefined): void {
    const key = calls++;
    const called = dig(call, "function");
    const id = asText(dig(call, "id")) ?? `call-${key}`;
    writer.startTool(key, { id, name: asText(dig(called, "name")) ?? "" });
    const text = jsonSource(source, "function", "arguments");
    writer.addArguments(key, argumentsText(dig(called, "arguments"), text));
    writer.endTool(key);
  }

  function addCalls(line: unknown, message: unknown, source: string | undefined): void {
    const called = asList(dig(message, "tool_calls"));
    if (called.length === 0) return;
    const path = message === line ? ["tool_calls"] : ["message", "tool_calls"];
    const sources = jsonChildren(jsonSource(source, ...path) ?? "");
    for (const [index, call] of called.entries()) addCall(call, sources.get(String(index)));
  }

  function finish(line: unknown): void {
    complete = true;
    const raw = nonEmptyText(dig(line, "done_reason"));
    // They end the answer to a request without a prompt.
    if (raw === "load" || raw === "unload") writer.finish({ kind: "stop", raw });
    else writer.finish(endReasonOf(raw, { refused: false, calledTools: calls > 0 }));
    // The output includes reasoning. Some servers do not count a prompt that is in their cache.
    const usage = reportedUsage({
      input: asCount(dig(line, "prompt_eval_count")),
      output: asCount(dig(line, "eval_count")),
    });
    if (usage !== undefined) writer.usage(usage);
  }

  return {
    push(line, source) {
      if (complete) return [];
      const message = dig(line, "message") ?? line;
      writer.start(asText(dig(line, "model")));
      writer.show("reasoning", asText(dig(message, "thinking")));
      writer.show("text", asText(dig(message, "content")) ?? asText(dig(message, "response")));
      addCalls(line, message, source);
      if (dig(line, "done") === true) finish(line);
      return writer.take();
    },
    end: writer.end,
    get finished() {
      return writer.finished;
    },
    get complete() {
      return complete;
    },
  };
}
