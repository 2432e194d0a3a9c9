import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import type { AwsEvent } from "./aws-framing.ts";
import { reportedError } from "../decode/explanation.ts";
import { endReasonOf } from "../decode/finish-reason.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { argumentsText } from "../decode/tool-arguments.ts";
import { reportedUsage, sumOfKnown } from "../decode/usage.ts";

/**
 * Decodes the {@link AwsEvent}s of Bedrock's `ConverseStream`.
 *
 * `messageStop` finishes the answer. `metadata` follows, with the usage, so only both complete the stream. Text and
 * reasoning blocks start with their first delta. Signatures, encrypted reasoning, citations, server-side tools and
 * unknown events emit nothing.
 *
 * @see {@link https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html}
 */
export function converseDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  let calledTools = false;
  let hasMetadata = false;

  function startBlock(index: number, start: unknown): void {
    const call = dig(start, "toolUse");
    if (call === undefined || dig(call, "type") === "server_tool_use") return;
    calledTools = true;
    const id = asText(dig(call, "toolUseId")) ?? `call-${index}`;
    writer.startTool(index, { id, name: asText(dig(call, "name")) ?? "" });
  }

  function addToBlock(index: number, delta: unknown): void {
    writer.show("reasoning", asText(dig(delta, "reasoningContent", "text")));
    writer.show("text", asText(dig(delta, "text")));
    writer.addArguments(index, asText(dig(delta, "toolUse", "input")));
  }

  /**
   * `inputTokens` excludes the tokens that are read from the cache or written to it.
   *
   * @see {@link https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html}
   */
  function reportUsage(usage: unknown): void {
    const cached = asCount(dig(usage, "cacheReadInputTokens"));
    const uncached = asCount(dig(usage, "inputTokens"));
    const written = asCount(dig(usage, "cacheWriteInputTokens"));
    const input = sumOfKnown(uncached, cached, written);
    const counts = reportedUsage({ input, cached, output: asCount(dig(usage, "outputTokens")) });
    if (counts !== undefined) writer.usage(counts);
  }

  function readEvent(type: unknown, body: unknown): void {
    const index = asCount(dig(body, "contentBlockIndex")) ?? 0;
    switch (type) {
      case "messageStart":
        writer.start();
        break;
      case "contentBlockStart":
        startBlock(index, dig(body, "start"));
        break;
      case "contentBlockDelta":
        addToBlock(index, dig(body, "delta"));
        break;
      case "contentBlockStop":
        writer.endTool(index);
        writer.endBlock();
        break;
      case "messageStop":
        writer.finish(
          endReasonOf(asText(dig(body, "stopReason")), { refused: false, calledTools }),
        );
        break;
      case "metadata":
        reportUsage(dig(body, "usage"));
        hasMetadata = true;
        break;
      default: {
        const error = reportedError(body);
        if (error !== undefined) throw error;
      }
    }
  }

  return {
    push(event) {
      readEvent(dig(event, "type"), dig(event, "body"));
      return writer.take();
    },
    end: writer.end,
    findsErrors: true,
    get finished() {
      return writer.finished;
    },
    get complete() {
      return hasMetadata && writer.finished;
    },
  };
}

/** The events that would have streamed this answer of `Converse`. */
export function eventsOfConversation(answer: unknown, source?: string): AwsEvent[] {
  const message = dig(answer, "output", "message");
  if (message === undefined) return [];
  const sources = jsonChildren(jsonSource(source, "output", "message", "content") ?? "");
  return [
    { type: "messageStart", body: message },
    ...asList(dig(message, "content")).flatMap((block, index) =>
      eventsOfBlock(block, index, sources.get(String(index))),
    ),
    { type: "messageStop", body: answer },
    { type: "metadata", body: answer },
  ];
}

function eventsOfBlock(
  block: unknown,
  contentBlockIndex: number,
  source: string | undefined,
): AwsEvent[] {
  const input = jsonSource(source, "toolUse", "input");
  const delta = {
    text: dig(block, "text"),
    reasoningContent: dig(block, "reasoningContent", "reasoningText"),
    toolUse: { input: argumentsText(dig(block, "toolUse", "input"), input) },
  };
  return [
    { type: "contentBlockStart", body: { contentBlockIndex, start: block } },
    { type: "contentBlockDelta", body: { contentBlockIndex, delta } },
    { type: "contentBlockStop", body: { contentBlockIndex } },
  ];
}
