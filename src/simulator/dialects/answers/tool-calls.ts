import type { SimulatedAnswer, SimulatedToolCall } from "../../answer/simulated-answer.ts";
import { parsedJson } from "../requests/body.ts";
import type { ContentBlock } from "./content-blocks.ts";

export interface CompleteCall extends SimulatedToolCall {
  readonly index: number;
  readonly input: unknown;
}

/**
 * Collects the fragments of calls, for APIs that only send complete calls.
 *
 * @returns Adds a fragment, and returns the call with its last token; never a call that was cut off.
 */
export function callCollector({ tokens, toolCalls }: SimulatedAnswer) {
  const tokenCounts = new Map<number, number>();
  for (const { part } of tokens) {
    if (part.kind === "tool-call") {
      tokenCounts.set(part.call, (tokenCounts.get(part.call) ?? 0) + 1);
    }
  }
  const fragments = toolCalls.map((): string[] => []);

  return (index: number, text: string): CompleteCall | undefined => {
    const held = fragments[index];
    if (held === undefined) return undefined;
    held.push(text);
    if (held.length < (tokenCounts.get(index) ?? 0)) return undefined;
    return withInput(toolCalls[index], index, held.splice(0).join(""));
  };
}

/** Returns the call in a block; `undefined` if the block is no call, or the call was cut off. */
export function completeCall(
  { part, text }: ContentBlock,
  { toolCalls }: SimulatedAnswer,
): CompleteCall | undefined {
  return part.kind === "tool-call" ? withInput(toolCalls[part.call], part.call, text) : undefined;
}

function withInput(
  call: SimulatedToolCall | undefined,
  index: number,
  text: string,
): CompleteCall | undefined {
  const input = parsedArguments(text);
  return call === undefined || input === undefined ? undefined : { ...call, index, input };
}

/** Parses arguments: an empty object if there are none, `undefined` if they were cut off. */
export function parsedArguments(text: string): unknown {
  return text === "" ? {} : parsedJson(text);
}
