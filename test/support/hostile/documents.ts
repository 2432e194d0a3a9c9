import { emptyDocument, type StreamDocument, documentOf } from "../../../src/protocols/index.ts";
import type { StreamFailure } from "../../../src/events/index.ts";
import type { HostileOutput, HostileParts } from "./index.ts";

/** The document of a stream whose answer and other parts are hostile. */
export function hostileDocument({ text, parts }: Hostile): StreamDocument {
  const { title, prompt, provider, model, reasoning = "" } = parts;
  return documentOf({
    ...emptyDocument({ session: "k", id: "s", title, prompt, provider, model }),
    state: "ended",
    text,
    reasoning,
    toolCalls: toolCallsOf(parts),
    end: endOf(parts),
    attempts: attemptsOf(parts),
  });
}

type Hostile = Pick<HostileOutput, "text" | "parts">;

function toolCallsOf({ toolId = "t", toolName, toolArguments = "" }: HostileParts) {
  const name = toolName ?? "tool";
  return toolId === "t" && toolName === undefined && toolArguments === ""
    ? []
    : [{ id: toolId, name, text: toolArguments }];
}

function attemptsOf({ attemptFailure }: HostileParts): StreamDocument["attempts"] {
  if (attemptFailure === undefined) return [];
  const failure = providerError(attemptFailure, attemptFailure);
  return [{ attempt: 1, failure, next: { kind: "fall-back", provider: attemptFailure } }];
}

function endOf(parts: HostileParts): StreamDocument["end"] {
  const { abortReason, finishReason, failureDetail, failureType } = parts;
  if (abortReason !== undefined) return { kind: "aborted", raw: abortReason };
  if (failureDetail !== undefined || failureType !== undefined) {
    const failure = providerError(failureDetail ?? "x", failureType);
    return { kind: "failed", raw: finishReason, failure };
  }
  return finishReason === undefined
    ? { kind: "stop", raw: "stop" }
    : { kind: "other", raw: finishReason };
}

function providerError(detail: string, type: string | undefined): StreamFailure {
  return {
    code: "provider-error",
    detail,
    type,
    status: undefined,
    retryAfterMs: undefined,
  };
}

/** The document whose every string from outside is this one. */
export function documentOfAll(text: string): StreamDocument {
  const all = { title: text, prompt: text, provider: text, model: text, reasoning: text };
  const more = { toolId: text, toolName: text, toolArguments: text, finishReason: text };
  return hostileDocument({
    text,
    parts: { ...all, ...more, failureDetail: text, failureType: text, attemptFailure: text },
  });
}
