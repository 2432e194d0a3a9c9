import type { ToolCallDelta, ToolCallEnd, ToolCallStart } from "../events/index.ts";
import type { KeptToolCall } from "./stream-document.ts";

/**
 * Returns a stream's tool calls after an event of one of them, in the order in which they began. Kernel and
 * viewer both use it, so that both hold the same document.
 *
 * @example
 * ```ts
 * toolCallsAfter([], { type: "tool-call-start", id: "c1", name: "f" }); // [{ id: "c1", name: "f", text: "" }]
 * ```
 */
export function toolCallsAfter(
  calls: readonly KeptToolCall[],
  event: ToolCallStart | ToolCallDelta | ToolCallEnd,
): readonly KeptToolCall[] {
  const { id } = event;
  switch (event.type) {
    case "tool-call-start":
      return [...calls, { id, name: event.name, text: "" }];
    case "tool-call-delta":
      return calls.map((call) =>
        call.id === id ? { ...call, text: call.text + event.text } : call,
      );
    case "tool-call-end":
      return calls.map((call) =>
        call.id === id ? { id, name: event.name, text: event.text } : call,
      );
  }
}
