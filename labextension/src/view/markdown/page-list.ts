/**
 * Parts in one page. With `content-visibility: auto`, the layout of pages outside the viewport is skipped, so the cost of
 * a change does not grow with the document.
 */
export const PAGE_SIZE = 64;

/** Where a list puts its elements. */
export interface PartPlace {
  append(part: HTMLElement): void;
  removeLast(): void;
}

/** Puts parts into pages at the end of `host`. */
export function pageList(host: HTMLElement, make: () => HTMLElement): PartPlace {
  const pages: HTMLElement[] = [];
  let count = 0;
  return {
    append(part) {
      if (count % PAGE_SIZE === 0) {
        const page = make();
        pages.push(page);
        host.append(page);
      }
      pages.at(-1)?.append(part);
      count += 1;
    },
    removeLast() {
      count -= 1;
      pages.at(-1)?.lastChild?.remove();
      if (count % PAGE_SIZE === 0) pages.pop()?.remove();
    },
  };
}

/** Puts the first parts into `host` itself, and only those after them into pages: most lists are short. */
export function longList(host: HTMLElement, make: () => HTMLElement): PartPlace {
  const pages = pageList(host, make);
  let count = 0;
  return {
    append(part) {
      if (count < PAGE_SIZE) host.append(part);
      else pages.append(part);
      count += 1;
    },
    removeLast() {
      count -= 1;
      if (count < PAGE_SIZE) host.lastChild?.remove();
      else pages.removeLast();
    },
  };
}

/** A page of any parts. */
export function makePage(className = "mr-page"): HTMLElement {
  const page = document.createElement("div");
  page.className = className;
  return page;
}
