/** An answer's text on the page. */
export interface TextView {
  readonly node: HTMLElement;
  /** Shows `text`. Costs what was added to what it showed before, or all where that changed. */
  show(text: string): void;
}

/**
 * Text in paragraphs, as text nodes only: nothing in it is ever parsed, so nothing in it can run or load.
 * All characters are kept, line breaks too, so `textContent` is the answer.
 */
export function textView(): TextView {
  const node = document.createElement("div");
  node.className = "mr-text";
  let shown = "";
  let open: Text | undefined;

  function append(text: string): void {
    // A paragraph keeps the blank line that ends it.
    for (const piece of text.split(/(?<=\n\n)(?!\n)/u)) {
      if (open === undefined || open.data.endsWith("\n\n")) {
        const paragraph = document.createElement("span");
        open = document.createTextNode("");
        paragraph.append(open);
        node.append(paragraph);
      }
      open.appendData(piece);
    }
  }

  return {
    node,
    show(text) {
      if (text === shown) return;
      if (!text.startsWith(shown)) {
        node.replaceChildren();
        open = undefined;
        shown = "";
      }
      append(text.slice(shown.length));
      shown = text;
    },
  };
}
