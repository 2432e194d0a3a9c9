import type { AnswerIdentity, Encoder } from "../dialect.ts";
import type {
  SimulatedAnswer,
  SimulatedToken,
  SimulatedToolCall,
} from "../../answer/simulated-answer.ts";
import { joined } from "../frames.ts";
import { signatureOf, stopReasonOf } from "../anthropic/events.ts";
import { eventFrame, exceptionFrame, bedrockFrame } from "./frames.ts";
import { parsedArguments } from "../answers/tool-calls.ts";
import {
  blocksOf,
  blockWriter,
  type ContentBlock,
  type OpenBlock,
} from "../answers/content-blocks.ts";

/**
 * Encodes an answer as events of `ConverseStream`. Only blocks of calls have a start event.
 *
 * @see {@link https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html}
 */
export function converseEncoder(
  { answer, showsReasoning }: { answer: SimulatedAnswer; showsReasoning: boolean },
  { id }: AnswerIdentity,
): Encoder {
  const signature = signatureOf(id);
  let lastMs = 0;

  const deltaFrame = (contentBlockIndex: number, content: object) =>
    eventFrame("contentBlockDelta", { contentBlockIndex, delta: content });

  function start({ part, index }: OpenBlock): Uint8Array[] {
    if (part.kind !== "tool-call") return [];
    const toolUse = nameOf(answer.toolCalls[part.call]);
    return [
      eventFrame("contentBlockStart", { contentBlockIndex: index, start: { toolUse } }),
      // Arguments start with an empty fragment, so calls without arguments have one as well.
      deltaFrame(index, { toolUse: { input: "" } }),
    ];
  }

  function end({ part, index }: OpenBlock): Uint8Array[] {
    const stop = eventFrame("contentBlockStop", { contentBlockIndex: index });
    if (part.kind !== "reasoning") return [stop];
    return [deltaFrame(index, { reasoningContent: { signature } }), stop];
  }

  function delta({ part, text }: SimulatedToken, { index }: OpenBlock): Uint8Array[] {
    switch (part.kind) {
      case "reasoning":
        return showsReasoning ? [deltaFrame(index, { reasoningContent: { text } })] : [];
      case "text":
      case "refusal":
        return [deltaFrame(index, { text })];
      case "tool-call":
        return text === "" ? [] : [deltaFrame(index, { toolUse: { input: text } })];
    }
  }

  const blocks = blockWriter({ start, delta, end });

  function blockIn({ part, text }: ContentBlock): object {
    switch (part.kind) {
      case "reasoning": {
        const shown = showsReasoning ? text : "";
        return { reasoningContent: { reasoningText: { text: shown, signature } } };
      }
      case "text":
      case "refusal":
        return { text };
      case "tool-call": {
        const named = nameOf(answer.toolCalls[part.call]);
        return { toolUse: { ...named, input: parsedArguments(text) ?? {} } };
      }
    }
  }

  return {
    first: () => [eventFrame("messageStart", { role: "assistant" })],
    token(token) {
      lastMs = token.dueMs;
      return blocks.token(token);
    },
    last: () => [
      ...blocks.last(),
      // One packet, so that a cut cannot drop only the usage.
      joined([
        eventFrame("messageStop", { stopReason: stopReasonOf(answer, "content_filtered") }),
        eventFrame("metadata", usageAndMetrics(answer, lastMs)),
      ]),
    ],
    error: (message) => exceptionFrame("serviceUnavailableException", message),
    malformed: () => bedrockFrame("contentBlockDelta", '{"contentBlockIndex":0,"delta":{"te'),
    whole: () => ({
      ...usageAndMetrics(answer, answer.tokens.at(-1)?.dueMs ?? 0),
      output: { message: { content: blocksOf(answer).map(blockIn), role: "assistant" } },
      stopReason: stopReasonOf(answer, "content_filtered"),
    }),
  };
}

function nameOf(call: SimulatedToolCall | undefined): object {
  return { name: call?.name, toolUseId: call?.id.replace(/^call_/u, "tooluse_") };
}

/** `inputTokens` excludes tokens from the cache. */
function usageAndMetrics(
  { promptTokens, cachedTokens, tokens }: SimulatedAnswer,
  latencyMs: number,
) {
  return {
    metrics: { latencyMs: Math.round(latencyMs) },
    usage: {
      cacheReadInputTokens: cachedTokens,
      cacheWriteInputTokens: 0,
      inputTokens: promptTokens - cachedTokens,
      outputTokens: tokens.length,
      totalTokens: promptTokens + tokens.length,
    },
  };
}
