/** The keys that scroll a box which has the focus. */
export const UP_KEYS = ["PageUp", "ArrowUp", "Home"];
export const DOWN_KEYS = ["PageDown", "ArrowDown", "End", " "];

/** In wide code, tables and formulas inside of the box. A notebook folds its headings by them. */
const SIDE_KEYS = ["ArrowLeft", "ArrowRight"];
const KEPT_KEYS = [...UP_KEYS, ...DOWN_KEYS, ...SIDE_KEYS];

/** JupyterLab runs no shortcuts for keys pressed inside of an element with it. */
const NO_SHORTCUTS = "data-lm-suppress-shortcuts";

/**
 * Keeps the keys that scroll a box away from JupyterLab, whose notebook otherwise selects another cell by arrow keys. All
 * other shortcuts, such as that for saving, work inside of the box.
 */
export function keepScrollKeys(box: HTMLElement): void {
  box.addEventListener("focusin", () => {
    const focus = new AbortController();
    // At the window, because JupyterLab listens at the document.
    addEventListener(
      "keydown",
      ({ key, ctrlKey, altKey, metaKey }) => {
        // Not all browsers send an event when the element that has the focus is removed.
        if (!box.contains(document.activeElement)) focus.abort();
        const scrolls = KEPT_KEYS.includes(key) && !(ctrlKey || altKey || metaKey);
        box.toggleAttribute(NO_SHORTCUTS, scrolls);
      },
      { capture: true, signal: focus.signal },
    );
    box.addEventListener("focusout", () => focus.abort(), { once: true });
  });
}
