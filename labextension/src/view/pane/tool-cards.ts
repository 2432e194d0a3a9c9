import { type PartialJson, partialJson } from "millrace/wire";
import type { StoredToolCall } from "millrace/protocols";

import { argumentRows, type ArgumentRow, shortened } from "./words/argument-rows.ts";
import { element } from "../element.ts";
import { setHidden, setText } from "./set-dom.ts";
import { icon } from "./buttons/icons.ts";

/** The tool calls of an answer, one card each, whose arguments grow. */
export interface ToolCards {
  readonly node: HTMLElement;
  /** @param isLive Whether more may follow. Cost: O(new text of the arguments + what the cards show). */
  show(calls: readonly StoredToolCall[], isLive: boolean): void;
}

interface ToolCard {
  readonly node: HTMLElement;
  show(call: StoredToolCall, isLive: boolean): void;
}

/** Cards on a page; an answer with more calls is an attack or a mistake. */
const MOST_CARDS = 100;

export function toolCards(): ToolCards {
  const node = element("div", "mr-tools");
  const more = element("p", "mr-tools-more");
  const cards: ToolCard[] = [];
  node.append(more);
  return {
    node,
    show(calls, isLive) {
      while (cards.length > calls.length) cards.pop()?.node.remove();
      for (const [index, call] of calls.slice(0, MOST_CARDS).entries()) {
        const card = (cards[index] ??= toolCard());
        if (!card.node.isConnected) more.before(card.node);
        card.show(call, isLive);
      }
      const rest = calls.length - MOST_CARDS;
      setHidden(more, rest <= 0);
      setText(more, `${rest} more tool calls`);
      setHidden(node, calls.length === 0);
    },
  };
}

function toolCard(): ToolCard {
  const node = element("section", "mr-tool");
  const head = element("div", "mr-tool-head");
  const name = element("span", "mr-tool-name");
  const state = element("span", "mr-tool-state");
  head.append(icon("tool"), name, state);
  const list = element("dl", "mr-arguments");
  node.append(head, list);
  let json: PartialJson = partialJson();
  let shown: string | undefined;

  function parse(text: string): void {
    if (shown === undefined || !text.startsWith(shown)) {
      json = partialJson();
      shown = "";
    }
    json.push(text.slice(shown.length));
    shown = text;
  }

  return {
    node,
    show(call, isLive) {
      setText(name, call.name);
      if (call.text !== shown) {
        parse(call.text);
        const rows =
          json.failure === undefined
            ? argumentRows(json.value)
            : [{ name: "", value: shortened(call.text) }];
        showRows(list, rows);
      }
      const progress = progressOf(json, call, isLive);
      node.dataset["progress"] = progress;
      setText(state, PROGRESS_TEXTS[progress]);
    },
  };
}

type Progress = "growing" | "complete" | "empty" | "cut-off" | "invalid";

const PROGRESS_TEXTS: Readonly<Record<Progress, string>> = {
  growing: "writing arguments…",
  complete: "arguments complete",
  empty: "no arguments",
  "cut-off": "cut off: do not run it",
  invalid: "not valid JSON: do not run it",
};

function progressOf(json: PartialJson, { text }: StoredToolCall, isLive: boolean): Progress {
  if (json.failure !== undefined) return "invalid";
  if (text.trim() === "") return isLive ? "growing" : "empty";
  if (isClosed(text)) return "complete";
  return isLive ? "growing" : "cut-off";
}

/** Whether the text is a whole JSON value. Only one that ends like an object or an array is worth the parsing. */
function isClosed(text: string): boolean {
  if (!/[\]}]\s*$/u.test(text.slice(-16))) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function showRows(list: HTMLElement, rows: readonly ArgumentRow[]): void {
  while (list.childElementCount > 2 * rows.length) list.lastElementChild?.remove();
  while (list.childElementCount < 2 * rows.length) {
    list.append(element("dt", "mr-argument"), element("dd", "mr-argument-value"));
  }
  for (const [index, { name, value }] of rows.entries()) {
    const [term, detail] = [list.children[2 * index], list.children[2 * index + 1]];
    if (term !== undefined) setText(term, name);
    if (detail !== undefined) setText(detail, value);
  }
  setHidden(list, rows.length === 0);
}
