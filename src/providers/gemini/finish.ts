import type { EndReason } from "../../events/index.ts";
import { asText, dig } from "../../wire/index.ts";
import { endReasonOf } from "../decode/finish-reason.ts";

/**
 * Why an answer ended, if a chunk has the reason: the prompt was blocked, or the candidate is finished.
 *
 * A call that could not be made (`MALFORMED_FUNCTION_CALL`, `UNEXPECTED_TOOL_CALL`, …) left an answer that
 * cannot be used: a failure, which the session may retry. `OTHER`, `NO_IMAGE` and reasons to come are `other`.
 *
 * @param candidate The one that is shown.
 *
 * @see {@link https://ai.google.dev/api/generate-content#FinishReason}
 */
export function geminiEndOf(
  chunk: unknown,
  candidate: unknown,
  calledTools: boolean,
): EndReason | undefined {
  const blocked = asText(dig(chunk, "promptFeedback", "blockReason"));
  if (blocked !== undefined) return { kind: "content-filter", raw: blocked };

  const raw = asText(dig(candidate, "finishReason"));
  if (raw === undefined || raw === "FINISH_REASON_UNSPECIFIED") return undefined;
  const message = asText(dig(candidate, "finishMessage"));
  return endReasonOf(raw, { refused: false, calledTools }, message);
}
