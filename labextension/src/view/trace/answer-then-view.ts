import { printable } from "millrace/text";

import type { AnswerThen } from "./answer-replay.ts";
import { createPart } from "./create-part.ts";

export interface AnswerThenView {
  readonly node: HTMLElement;
  show(answer: AnswerThen): void;
}

/** Shows the source of an answer as it was: what a buffer still held back is dimmed. */
export function answerThenView(): AnswerThenView {
  const node = createPart("div", "mr-trace-answer");
  // A box that scrolls must be reachable by keyboard.
  node.tabIndex = 0;
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", "The answer at this time");
  const reasoning = createPart("div", "mr-trace-reasoning");
  const text = createPart("div", "mr-trace-text");
  const shown = document.createTextNode("");
  const held = createPart("span", "mr-trace-held");
  held.title = "Received, but still held back by the buffer";
  const tools = createPart("div", "mr-trace-tools");
  text.append(shown, held);
  node.append(reasoning, text, tools);

  let isFirst = true;

  return {
    node,
    show(answer) {
      setText(reasoning, printable(answer.reasoning));
      setText(shown, printable(answer.text.slice(0, answer.shownChars)));
      setText(held, printable(answer.text.slice(answer.shownChars)));
      const calls = answer.toolCalls.map((call) => `→ ${call.name} ${call.text}`);
      setText(tools, printable(calls.join("\n")));
      // A file opens with the whole answer, to be read from its start.
      if (!isFirst) node.scrollTop = node.scrollHeight;
      isFirst = false;
    },
  };
}

function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
