import { parseJson } from "../../wire/index.ts";
import type { SimulatedAnswer, SimulatedToolCall } from "../simulated-answer.ts";

/** A call with its arguments as the value that they are. */
export interface WholeCall extends SimulatedToolCall {
  /** Its place among the answer's calls. */
  readonly index: number;
  readonly input: unknown;
}

/** Holds back what belongs to a call until all of it is there, for wires that do not send pieces. */
export interface CallCollector {
  /** @returns The call, with its last token; never one that was cut off. */
  take(index: number, text: string): WholeCall | undefined;
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
      const call = toolCalls[index];
      const held = texts[index];
      if (call === undefined || held === undefined) return undefined;
      held.push(text);
      if (held.length < (missing.get(index) ?? 0)) return undefined;
      return wholeCall({ ...call, index }, held.splice(0).join(""));
    },
  };
}

/** @returns `undefined` where the arguments were cut off. */
export function wholeCall(
  call: SimulatedToolCall & { readonly index: number },
  text: string,
): WholeCall | undefined {
  const input = inputOf(text);
  return input === undefined ? undefined : { ...call, input };
}

/** The arguments as a value: an empty object where there are none, `undefined` where they were cut off. */
export function inputOf(text: string): unknown {
  if (text === "") return {};
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
