import { StreamError } from "../../events/index.ts";

/** A part of a list, and the name of the part behind it: none or an empty one behind the last. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next: string | undefined;
}

/** Far beyond every provider's list: a page holds up to a thousand models. */
const MOST_PAGES = 100;

/**
 * Reads a list that comes in pages.
 *
 * @param read Is given the page's name, `undefined` for the first.
 * @throws {StreamError} `unexpected`, when a page leads back to one that was read or the hundredth is not the
 * last: a server that is wrong about its pages would be asked for ever. And what `read` throws.
 */
export async function allPages<Entry>(
  read: (name: string | undefined) => Promise<Page<Entry>>,
): Promise<Entry[]> {
  const parts: (readonly Entry[])[] = [];
  const names = new Set<string | undefined>();
  let name: string | undefined;
  do {
    if (names.has(name) || names.size === MOST_PAGES) throw endless(name);
    names.add(name);
    const { entries, next } = await read(name);
    parts.push(entries);
    name = next === "" ? undefined : next;
  } while (name !== undefined);
  return parts.flat();
}

function endless(name: string | undefined): StreamError {
  const detail = `Cannot read the list as its pages must come to an end: current value is "${name}"`;
  return new StreamError({ code: "unexpected", detail });
}
