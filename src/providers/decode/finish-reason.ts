import type { EndReason } from "../../events/index.ts";

/** Facts that override a finish reason: some servers send `stop` for everything. */
export interface AnswerKind {
  readonly refused: boolean;
  readonly calledTools: boolean;
}

/** The kinds that a finish reason alone decides. */
type PlainKind = "stop" | "length" | "tool-calls" | "content-filter" | "truncated" | "failed";

/**
 * The finish reasons that providers have been seen to send, in lower case. Gateways forward those of the
 * provider behind them, so the reasons of all APIs are in one table.
 */
const KINDS: ReadonlyMap<string, PlainKind> = new Map([
  ...reasons("stop", "stop eos eos_token end_turn stop_sequence complete completed normal"),
  ...reasons("length", "length max_tokens max_output_tokens max_length"),
  // Gemini: the request's own limit
  ...reasons("length", "continuation"),
  // Mistral, and Anthropic: the model's own context is full.
  ...reasons("length", "model_length model_context_window_exceeded"),
  ...reasons("tool-calls", "tool_calls tool_call function_call tool_use"),
  ...reasons("content-filter", "content_filter content_filtered refusal guardrail_intervened"),
  // Zhipu and Cohere
  ...reasons("content-filter", "sensitive error_toxic"),
  // Gemini
  ...reasons("content-filter", "safety recitation language blocklist prohibited_content spii"),
  ...reasons(
    "content-filter",
    "model_armor image_safety image_prohibited_content image_recitation",
  ),
  // The server stopped early.
  ...reasons("truncated", "abort aborted cancelled pause_turn compaction"),
  // DeepSeek
  ...reasons("failed", "insufficient_system_resource"),
  // Gemini
  ...reasons("failed", "unexpected_tool_call too_many_tool_calls missing_thought_signature"),
]);

function reasons(kind: PlainKind, spaced: string): (readonly [string, PlainKind])[] {
  return spaced.split(" ").map((reason) => [reason, kind]);
}

/** `error`, `error_finish`, `network_error`, `malformed_function_call`, `malformed_tool_use`, and their kind. */
const FAILED = /(?:^|_)error(?:_|$)|^malformed_/u;

/**
 * Converts a provider's finish reason; unknown ones become `other`.
 *
 * @param raw `undefined` if the provider completed the answer without a reason.
 */
export function endReasonOf(
  raw: string | undefined,
  { refused, calledTools }: AnswerKind,
  message?: string,
): EndReason {
  if (refused) return { kind: "content-filter", raw };
  if (raw === undefined) return { kind: calledTools ? "tool-calls" : "stop", raw };
  const reason = raw.toLowerCase().replaceAll("-", "_");
  const kind = KINDS.get(reason) ?? (FAILED.test(reason) ? "failed" : undefined);
  switch (kind) {
    case undefined:
      return { kind: "other", raw };
    case "failed": {
      const detail = message ?? `The provider ended the answer with ${raw}`;
      return { kind, raw, failure: { code: "provider-error", detail, type: raw } };
    }
    case "stop":
      return { kind: calledTools ? "tool-calls" : kind, raw };
    default:
      return { kind, raw };
  }
}
