import { parseJson } from "../../../wire/index.ts";
import type { SimulatedAnswer, SimulatedToolCall } from "../../answer/simulated-answer.ts";
import type { ContentBlock } from "./content-blocks.ts";

/** A call with its arguments as the value that they are. */
export interface CompleteCall extends SimulatedToolCall {
  /** Its place among the answer's calls. */
  readonly index: number;
  readonly input: unknown;
}

/** Holds back what belongs to a call until all of it is there, for wires that do not send pieces. */
export interface CallCollector {
  /** @returns The call, with its last token; never one that was cut off. */
  take(index: number, text: string): CompleteCall | undefined;
}

/** Nothing is held yet. */
export function callCollector({ tokens, toolCalls }: SimulatedAnswer): CallCollector {
  const missing = new Map<number, number>();
  for (const { part } of tokens) {
    if (part.kind === "tool-call") missing.set(part.call, (missing.get(part.call) ?? 0) + 1);
  }
  const texts = toolCalls.map((): string[] => []);

  return {
    take(index, text) {
      const held = texts[index];
      if (held === undefined) return undefined;
      held.push(text);
      if (held.length < (missing.get(index) ?? 0)) return undefined;
      return wholeCall(toolCalls[index], index, held.splice(0).join(""));
    },
  };
}

/** @returns The call that a block is; `undefined` where it is none, or was cut off. */
export function completeCall(
  { part, text }: ContentBlock,
  { toolCalls }: SimulatedAnswer,
): CompleteCall | undefined {
  return part.kind === "tool-call" ? wholeCall(toolCalls[part.call], part.call, text) : undefined;
}

function wholeCall(
  call: SimulatedToolCall | undefined,
  index: number,
  text: string,
): CompleteCall | undefined {
  const input = parsedArguments(text);
  return call === undefined || input === undefined ? undefined : { ...call, index, input };
}

/** The arguments as a value: an empty object where there are none, `undefined` where they were cut off. */
export function parsedArguments(text: string): unknown {
  if (text === "") return {};
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
