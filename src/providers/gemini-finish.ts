import type { EndReason } from "../events/index.ts";
import { asText, dig } from "../wire/index.ts";

/** What withholds an answer, or breaks it off: for what it says, and not for what it is. */
const FILTERED: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "MODEL_ARMOR",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
]);

/**
 * Why an answer ended, where a chunk says so: the prompt was blocked, or the candidate has a finish reason.
 *
 * Only `STOP` and `MAX_TOKENS` are ends that a model comes to by itself. What is neither, nor a filter's
 * (`MALFORMED_FUNCTION_CALL`, `OTHER`, and what Google has still to think of), left an answer that cannot
 * be used: a failure, which the session may try again.
 *
 * @see {@link https://ai.google.dev/api/generate-content#FinishReason}
 */
export function geminiEndOf(chunk: unknown, calledTools: boolean): EndReason | undefined {
  const blocked = asText(dig(chunk, "promptFeedback", "blockReason"));
  if (blocked !== undefined) return { kind: "content-filter", raw: blocked };

  const candidate = dig(chunk, "candidates", 0);
  const raw = asText(dig(candidate, "finishReason"));
  if (raw === undefined || raw === "FINISH_REASON_UNSPECIFIED") return undefined;
  if (raw === "STOP") return { kind: calledTools ? "tool-calls" : "stop", raw };
  if (raw === "MAX_TOKENS") return { kind: "length", raw };
  if (FILTERED.has(raw)) return { kind: "content-filter", raw };
  const detail = asText(dig(candidate, "finishMessage")) ?? `The model ended with ${raw}`;
  return { kind: "failed", raw, failure: { code: "provider-error", detail, type: raw } };
}
