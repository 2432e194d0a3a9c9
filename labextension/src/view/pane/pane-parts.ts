import type { MarkdownViewOptions } from "../markdown/markdown-view.ts";
import { markdownView } from "../markdown/markdown-view.ts";
import { attemptList } from "./attempt-list.ts";
import { element } from "../element.ts";
import { endingPart } from "./ending-part.ts";
import { figureBar } from "./figure-bar.ts";
import { promptPart } from "./prompt-part.ts";
import { reasoningPart } from "./reasoning-part.ts";
import { scrollBox } from "./scroll-box.ts";
import { toolbar, type ToolbarActions, retryButton } from "./buttons/toolbar.ts";
import { toolCards } from "./tool-cards.ts";

/** The elements of a pane, from top to bottom. */
export type PaneParts = ReturnType<typeof paneParts>;

export function paneParts(actions: ToolbarActions, options: MarkdownViewOptions) {
  const root = element("section", "mr-stream");
  root.setAttribute("role", "region");
  // The focus goes here when the button that has it disappears.
  root.tabIndex = -1;

  const head = element("header", "mr-head");
  const title = element("span", "mr-title");
  const model = element("span", "mr-model");
  const state = element("span", "mr-state");
  const buttons = toolbar(actions);
  head.append(title, model, state, buttons.node);

  const problem = element("p", "mr-problem");
  const prompt = promptPart();
  const attempts = attemptList();
  const reasoning = reasoningPart(options);
  const body = scrollBox("Answer");
  const answer = markdownView(options);
  const tools = toolCards();
  const retry = retryButton("mr-ending-retry", actions.retry);
  const ending = endingPart(retry);
  body.fill(answer.node, tools.node, ending.node);
  const foot = figureBar();
  const status = element("span", "mr-status");
  status.setAttribute("role", "status");
  root.append(
    head,
    problem,
    prompt.node,
    attempts.node,
    reasoning.node,
    body.node,
    foot.node,
    status,
  );
  const parts = { prompt, attempts, reasoning, body, answer, tools, ending, retry, foot };
  return { root, head, title, model, state, buttons, problem, status, ...parts };
}
