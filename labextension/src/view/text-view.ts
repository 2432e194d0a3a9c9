/**
 * Text in paragraphs, as text nodes only. Nothing in it is parsed, so nothing in it can run or load. `textContent` is the
 * exact answer, including line breaks.
 */
export function textView() {
  const node = document.createElement("div");
  node.className = "mr-text";
  let shown = "";
  let open: Text | undefined;

  function append(text: string): void {
    // A paragraph includes the empty line that ends it.
    for (const part of text.split(/(?<=\n\n)(?!\n)/u)) {
      if (open === undefined || open.data.endsWith("\n\n")) {
        const paragraph = document.createElement("span");
        open = document.createTextNode("");
        paragraph.append(open);
        node.append(paragraph);
      }
      open.appendData(part);
    }
  }

  return {
    node,
    /** Cost: O(added text), or O(text) if `text` does not begin with what was shown before. */
    show(text: string) {
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
