export function createPart<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string) {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}

export function textButton(text: string, title: string): HTMLButtonElement {
  const button = createPart("button", "mr-trace-button");
  button.type = "button";
  button.textContent = text;
  button.title = title;
  button.setAttribute("aria-label", title);
  return button;
}
