/** What tests do with the view on a page. Runs in a browser, so it imports no packages of Node. */
import type { Parser } from "@lezer/common";

import {
  markdownView,
  type MarkdownView,
  type MarkdownViewOptions,
} from "../../../labextension/src/view/markdown/markdown-view.ts";
import { foreignNodes } from "./dom-allow-list.ts";
import { decodeHTMLStrict } from "../../../labextension/src/view/markdown/page-entities.ts";

/** Shows the parts one after another, and completes the text. */
function streamedView(parts: readonly string[], options?: MarkdownViewOptions): MarkdownView {
  const view = markdownView(options);
  let text = "";
  for (const part of parts) {
    text += part;
    view.show(text, false);
  }
  view.show(text, true);
  return view;
}

/** Returns how the DOM of each text that came in parts differs from that of the whole text, for those that do. */
export function differencesFromWhole(texts: readonly (readonly string[])[]): unknown[] {
  return texts.flatMap((parts) => {
    const streamed = streamedView(parts);
    const whole = streamedView([parts.join("")]);
    const isSame = streamed.node.isEqualNode(whole.node);
    const difference = {
      parts,
      streamed: streamed.node.innerHTML,
      whole: whole.node.innerHTML,
    };
    streamed.dispose();
    whole.dispose();
    return isSame ? [] : [difference];
  });
}

/** Returns nodes that must not be there, and differences from the whole text. Formulas are typeset. */
export async function hostileFaults(texts: readonly (readonly string[])[]): Promise<unknown[]> {
  const faults = differencesFromWhole(texts);
  const typeset = await typesetter();
  for (const parts of texts) {
    const view = streamedView(parts, { typeset });
    // Formulas are typeset after the typesetter's promise.
    await Promise.resolve();
    while (!view.show(parts.join(""), true));
    const foreign = foreignNodes(view.node);
    if (foreign.length > 0) faults.push({ text: parts.join(""), foreign });
    view.dispose();
  }
  return faults;
}

async function typesetter() {
  const { typesetByKatex } =
    await import("../../../labextension/src/view/markdown/typeset-by-katex.ts");
  return () => Promise.resolve(typesetByKatex);
}

const opened: string[] = [];
let shown: MarkdownView | undefined;
let text = "";

/** Shows parts as `#shown`, with colours for two languages, and math. The text stays open until `growOnPage`. */
export async function showOnPage(parts: readonly string[]): Promise<void> {
  const view = markdownView({
    typeset: await typesetter(),
    code: parserOf,
    openLink: (href) => void opened.push(href),
  });
  view.node.id = "shown";
  document.body.replaceChildren(view.node);
  text = "";
  for (const part of parts) {
    text += part;
    view.show(text, false);
  }
  shown = view;
}

/** Appends to what `showOnPage` has shown, and completes it. */
export function growOnPage(more: string): void {
  text += more;
  shown?.show(text, true);
}

/** Appends a text while it is always late. Returns the number of calls until all is shown. */
export function growInSteps(more: string): number {
  text += more;
  for (let steps = 1; ; steps += 1) {
    if (shown?.show(text, true, () => true) ?? true) return steps;
  }
}

async function parserOf(language: string): Promise<Parser | undefined> {
  // Specifiers in variables: these packages belong to JupyterLab, and the page maps them.
  const [javascript, python] = ["@lezer/javascript", "@lezer/python"];
  if (language === "ts") return (await import(javascript)).parser.configure({ dialect: "ts" });
  return language === "python" ? (await import(python)).parser : undefined;
}

/** The addresses that were opened. */
export const openedOnPage = () => opened;

/** Nodes on the page that must not be there. */
export const faultsOnPage = () => (shown === undefined ? [] : foreignNodes(shown.node));

/** Decodes each entity as the built extension does. */
export function decodedByPage(entities: readonly string[]): string[] {
  return entities.map(decodeHTMLStrict);
}
