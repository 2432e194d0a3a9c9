import { copyText } from "../copy-text.ts";
import { element } from "../element.ts";
import { LINK_CLASS } from "./link-element.ts";

/** Distance between a link and its popover. */
const GAP_PX = 6;

export interface LinkPopoverOptions {
  readonly open: (href: string) => void;
  readonly announce: (text: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Shows the address of a link when it is clicked, with buttons that open and copy it: the text of a link can claim
 * another target. It is not modal. Escape closes it, and the focus returns to the link.
 */
export function linkPopover(
  root: HTMLElement,
  { open, announce, signal }: LinkPopoverOptions,
): void {
  let close = (_returnsFocus: boolean) => {};
  signal.addEventListener("abort", () => close(false));

  function show(link: HTMLAnchorElement): void {
    close(false);
    const { href } = link;
    const box = element("div", "mr-popover");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "Address of the link");
    // Otherwise a letter runs a command of the notebook below, such as to delete a cell.
    box.dataset["lmSuppressShortcuts"] = "true";
    // Not "auto": that one returns the focus only in some cases.
    box.popover = "manual";
    const openButton = button("Open", () => {
      close(true);
      open(href);
    });
    const copyButton = button("Copy", () => {
      copyText(href).then(
        () => announce("Copied"),
        () => announce("Not copied"),
      );
      close(true);
    });
    const buttons = element("div", "mr-popover-buttons");
    buttons.append(openButton, copyButton);
    box.append(addressElement(href), buttons);
    root.append(box);
    box.showPopover();
    place(box, link);
    openButton.focus({ preventScroll: true });

    const life = new AbortController();
    close = (returnsFocus) => {
      close = () => {};
      life.abort();
      box.remove();
      if (returnsFocus) link.focus({ preventScroll: true });
    };
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close(true);
    });
    // Also when the focus goes to another window, as long as nothing else is clicked.
    document.addEventListener(
      "pointerdown",
      ({ target }) => {
        if (!(target instanceof Node && box.contains(target))) close(false);
      },
      { capture: true, signal: life.signal },
    );
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !box.contains(relatedTarget)) close(false);
    });
  }

  // A middle click would open a tab, too.
  for (const type of ["click", "auxclick"] as const) {
    root.addEventListener(
      type,
      (event) => {
        const { target } = event;
        const link =
          target instanceof Element && target.closest<HTMLAnchorElement>(`a.${LINK_CLASS}`);
        if (!link || event.button === 2) return;
        event.preventDefault();
        show(link);
      },
      { signal },
    );
  }
}

function button(text: string, press: () => void): HTMLButtonElement {
  const node = element("button", "mr-popover-button");
  node.type = "button";
  node.textContent = text;
  node.addEventListener("click", press);
  return node;
}

/** The address as the browser will request it, with its host in bold: international names are in Punycode. */
function addressElement(href: string): HTMLElement {
  const node = element("div", "mr-address");
  const { host } = new URL(href);
  // Safe links have no user name before the host.
  const at = href.indexOf("//") + 2;
  if (host === "") {
    node.textContent = href;
    return node;
  }
  const name = element("strong", "mr-address-host");
  name.textContent = host;
  node.append(href.slice(0, at), name, href.slice(at + host.length));
  if (/(?:^|\.)xn--/u.test(host)) {
    const note = element("div", "mr-address-note");
    note.textContent =
      "The name of this host has letters outside ASCII, which can look like others";
    node.append(note);
  }
  return node;
}

function place(box: HTMLElement, link: HTMLElement): void {
  // A link that wraps has one rectangle a line.
  const rect = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = box;
  const below = rect.bottom + GAP_PX;
  const top = below + offsetHeight > innerHeight ? rect.top - GAP_PX - offsetHeight : below;
  const left = Math.min(rect.left, innerWidth - offsetWidth - GAP_PX);
  box.style.top = `${Math.max(GAP_PX, top)}px`;
  box.style.left = `${Math.max(GAP_PX, left)}px`;
}
