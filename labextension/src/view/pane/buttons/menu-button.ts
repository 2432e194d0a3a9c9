import { element } from "../../element.ts";
import { icon, type IconName } from "./icons.ts";

export interface MenuItem {
  readonly label: string;
  act(): void;
}

/** Distance of an open menu from its button. */
const DISTANCE_PX = 4;

let menus = 0;

/**
 * Returns a button that opens a menu. Arrow keys, Home and End move in it, Escape and a click elsewhere close it.
 *
 * The menu is a popover, because an output area cuts off what overflows it.
 */
export function menuButton(
  { name, sign, label }: { name: string; sign: IconName; label: string },
  items: readonly MenuItem[],
): { readonly node: HTMLElement } {
  const node = element("span", "mr-menu-host");
  const button = element("button", `mr-button ${name}`);
  button.type = "button";
  button.append(icon(sign), element("span", "mr-label", label), icon("open"));
  const menu = element("div", "mr-menu");
  menu.id = `mr-menu-${++menus}`;
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  // Otherwise JupyterLab's shortcuts also take the keys that move in a menu.
  menu.dataset["lmSuppressShortcuts"] = "true";
  const entries = items.map((item) => menuEntry(item, menu));
  menu.append(...entries);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.popoverTargetElement = menu;
  node.append(button, menu);
  let open = new AbortController();

  // Before the focus moves, unlike "toggle", so that a screen reader that reads the button then gets its new state.
  menu.addEventListener("beforetoggle", ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
  });
  menu.addEventListener("toggle", () => {
    const isOpen = menu.matches(":popover-open");
    open.abort();
    if (!isOpen) return;
    open = new AbortController();
    place(menu, button);
    closeOnScroll(menu, button, open.signal);
    entries[0]?.focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => {
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const next = nextEntry(event.key, at, entries.length);
    if (event.key === "Tab") menu.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    entries[next]?.focus({ preventScroll: true });
  });
  return { node };
}

function menuEntry({ label, act }: MenuItem, menu: HTMLElement): HTMLButtonElement {
  const entry = element("button", "mr-menu-item", label);
  entry.type = "button";
  entry.tabIndex = -1;
  entry.setAttribute("role", "menuitem");
  entry.addEventListener("click", () => {
    // The browser then returns the focus to the button.
    menu.hidePopover();
    act();
  });
  return entry;
}

/** Below the button and inside the window, or above the button if there is more room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const belowPx = anchor.bottom + DISTANCE_PX;
  const fits = belowPx + height <= innerHeight;
  menu.style.top = `${fits ? belowPx : Math.max(0, anchor.top - DISTANCE_PX - height)}px`;
  menu.style.left = `${Math.max(0, Math.min(anchor.right - width, innerWidth - width))}px`;
}

/** A menu in the top layer would stay where it is while its button scrolls away. */
function closeOnScroll(menu: HTMLElement, button: HTMLElement, signal: AbortSignal): void {
  const close = ({ target }: Event) => {
    if (target instanceof Node && target.contains(button)) menu.hidePopover();
  };
  document.addEventListener("scroll", close, { capture: true, passive: true, signal });
}

/** Returns the index of the entry that a key moves to. */
function nextEntry(key: string, at: number, length: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return (at + 1) % length;
    case "ArrowUp":
      return (at - 1 + length) % length;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return undefined;
  }
}
