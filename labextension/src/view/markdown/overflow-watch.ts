/** Makes boxes that scroll horizontally reachable by keyboard, while they do. */
export interface OverflowWatch {
  /** @param content The element in the box whose width decides. */
  watch(box: HTMLElement, content: HTMLElement, label: () => string): void;
  /** Forgets all boxes. */
  clear(): void;
}

/** The browser calls back after it has laid out, so reading widths costs nothing. */
export function overflowWatch(): OverflowWatch {
  const boxes = new WeakMap<Element, { readonly box: HTMLElement; readonly label: () => string }>();
  const observer = new ResizeObserver((entries) => {
    const changed = new Set(entries.flatMap(({ target }) => boxes.get(target) ?? []));
    for (const { box, label } of changed)
      setReachable(box, box.scrollWidth > box.clientWidth, label);
  });
  return {
    watch(box, content, label) {
      for (const observed of [box, content]) {
        boxes.set(observed, { box, label });
        observer.observe(observed);
      }
    },
    clear: () => observer.disconnect(),
  };
}

function setReachable(box: HTMLElement, isReachable: boolean, label: () => string): void {
  if (!isReachable) {
    for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    return;
  }
  box.tabIndex = 0;
  // Not `region`: landmarks need names that are unique on the page.
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label());
}
