import { describe, expect, it } from "vitest";

import { allPages, type Page } from "../../../src/providers/http/all-pages.ts";

/** Reads pages that are there, and says which were asked for. */
async function readAll(pages: Readonly<Record<string, Page<number>>>) {
  const asked: (string | undefined)[] = [];
  const entries = await allPages(async (name) => {
    asked.push(name);
    return pages[name ?? "first"] ?? { entries: [], next: undefined };
  });
  return { asked, entries };
}

describe("allPages()", () => {
  it.each([undefined, ""])("reads on until a page names %j as the next", async (next) => {
    expect(
      await readAll({
        first: { entries: [1, 2], next: "a" },
        a: { entries: [], next: "b" },
        b: { entries: [3], next },
      }),
    ).toEqual({ asked: [undefined, "a", "b"], entries: [1, 2, 3] });
  });

  it("throws on cyclic pagination", async () => {
    const pages = {
      first: { entries: [1], next: "a" },
      a: { entries: [], next: "b" },
      b: { entries: [], next: "a" },
    };

    await expect(readAll(pages)).rejects.toMatchObject({
      failure: {
        code: "unexpected",
        detail: 'Cannot read the list as its pages must end: current value is "a"',
      },
    });
  });

  it("reads a hundred pages at most", async () => {
    let requests = 0;
    const reading = allPages(async () => {
      requests++;
      return { entries: [], next: `page ${requests}` };
    });

    await expect(reading).rejects.toThrow('current value is "page 100"');
    expect(requests).toBe(100);
  });
});
