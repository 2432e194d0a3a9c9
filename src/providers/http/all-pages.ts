import { StreamError } from "../../events/index.ts";

/** One page of a list, and the token of the next page; no token or an empty one on the last page. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next: string | undefined;
}

/** Far more than any provider needs: a page has up to a thousand models. */
const MAX_PAGES = 100;

/**
 * Reads all pages of a list.
 *
 * @param read Receives the page's token, `undefined` for the first page.
 * @throws {StreamError} `unexpected` on cyclic pagination or after 100 pages, and what `read` throws.
 */
export async function allPages<Entry>(
  read: (token: string | undefined) => Promise<Page<Entry>>,
): Promise<Entry[]> {
  const parts: (readonly Entry[])[] = [];
  const tokens = new Set<string | undefined>();
  let token: string | undefined;
  do {
    if (tokens.has(token) || tokens.size === MAX_PAGES) {
      const detail = `Cannot read the list as its pages must end: current value is "${token}"`;
      throw new StreamError({ code: "unexpected", detail });
    }
    tokens.add(token);
    const { entries, next } = await read(token);
    parts.push(entries);
    token = next === "" ? undefined : next;
  } while (token !== undefined);
  return parts.flat();
}
