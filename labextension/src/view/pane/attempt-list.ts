import { describeFailure, type NextStep } from "millrace/events";
import type { FailedAttempt } from "millrace/protocols";

import { durationText } from "./words/duration-text.ts";
import { element } from "../element.ts";
import { setHidden, setText } from "./set-dom.ts";

/** Failed attempts, one line each, as they happen. */
export function attemptList() {
  const node = element("ol", "mr-attempts");
  return {
    node,
    show(attempts: readonly FailedAttempt[]) {
      while (node.childElementCount > attempts.length) node.lastElementChild?.remove();
      while (node.childElementCount < attempts.length) node.append(element("li", "mr-attempt"));
      for (const [index, attempt] of attempts.entries()) {
        const line = node.children[index];
        if (line !== undefined) setText(line, attemptText(attempt));
      }
      setHidden(node, attempts.length === 0);
    },
  };
}

/** Returns the line of one attempt. */
export function attemptText({ attempt, failure, next }: FailedAttempt): string {
  const what = `Attempt ${attempt} failed: ${describeFailure(failure)}`;
  return next === undefined ? `${what}. The earlier answer was kept` : `${what}. ${nextText(next)}`;
}

function nextText(next: NextStep): string {
  switch (next.kind) {
    case "retry":
      return next.inMs === 0 ? "Retry at once" : `Retry after ${durationText(next.inMs)}`;
    case "resume":
      return "Resumed where it broke off";
    case "fall-back":
      return `Went on with ${next.provider}`;
    case "without-streaming":
      return "Requested again without streaming";
  }
}
