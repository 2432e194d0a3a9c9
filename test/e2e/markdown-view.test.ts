import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { decodeHTMLStrict, encodeHTML } from "entities";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { seededRandom } from "../../src/stats/index.ts";
import { startViewPages, type ViewPages } from "../support/browser/view-page.ts";
import { hostileAnswers } from "../support/hostile/index.ts";
import { randomMarkdown } from "../../benchmarks/workloads/random-markdown.ts";
import { ROOT } from "../support/rooms.ts";

const random = seededRandom(20260820);

/** Cuts a text at random into parts of 1 to 7 characters. */
function cut(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const part = text.slice(at, at + 1 + Math.floor(random() * 7));
    parts.push(part);
    at += part.length;
  }
  return parts;
}

/** Calls a function of `test/support/browser/streamed-view.ts` in the page. */
function inPage(page: Page, name: string, argument: unknown): Promise<unknown> {
  return page.evaluate(
    ([called, value]) => Reflect.get(globalThis, "tools")[String(called)](value),
    [name, argument],
  );
}

const differencesIn = (page: Page, texts: readonly (readonly string[])[]) =>
  inPage(page, "differencesFromWhole", texts);

/** Shows a complete text on the page as `#shown`, in parts, with colours and math. */
async function show(page: Page, parts: readonly string[]): Promise<void> {
  await inPage(page, "showOnPage", parts);
  await inPage(page, "growOnPage", "");
}

const code = (language: string, ...lines: string[]) =>
  ["```" + language, ...lines, "```", ""].join("\n");

describe("markdownView() in a browser", () => {
  let pages: ViewPages;
  let page: Page;
  beforeAll(async () => {
    pages = await startViewPages({
      tools: "test/support/browser/streamed-view.ts",
      head: '<link rel="stylesheet" href="/node_modules/katex/dist/katex.min.css">',
    });
  });
  beforeEach(async () => {
    page = await pages.open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  afterAll(() => pages.close());

  it("shows the same DOM however a text was cut", async () => {
    const texts = Array.from({ length: 1_000 }, () => cut(randomMarkdown(random)));

    expect(await differencesIn(page, texts)).toEqual([]);
  });

  it("shows the same DOM for long lists, tables, code and paragraphs, which have pages", async () => {
    const texts = [
      "- item\n".repeat(200),
      "7. item\n\n".repeat(150),
      `| a | b |\n|--|:-:|\n${"| c | *d* |\n".repeat(150)}`,
      `\`\`\`\n${"code 🙂\n".repeat(200)}${"x".repeat(10_000)}`,
      "> quoted\n\n".repeat(150),
      "paragraph\n\n".repeat(150),
      `> ${"- a\n> \n> ".repeat(80)}`,
      `\`\`\`\n${"🙂".repeat(5_000)}\n\`\`\``,
    ].map(cut);

    expect(await differencesIn(page, texts)).toEqual([]);
  });

  it("shows the same DOM for hostile texts, with elements and attributes of the allow-list only", async () => {
    const faults = await inPage(page, "hostileFaults", hostileAnswers.map(cut));

    expect(faults).toEqual([]);
    expect(await page.evaluate(() => Reflect.get(globalThis, "hacked"))).toBeUndefined();
    expect(pages.otherRequests).toEqual([]);
  });

  it("decodes entities like the kernel, whose table the built extension lacks", async () => {
    const named = [
      [0x21, 0x3000],
      [0x1d400, 0x1d800],
      [0xfb00, 0xfb10],
    ].flatMap(([from = 0, to = 0]) =>
      Array.from({ length: to - from }, (_, index) =>
        encodeHTML(String.fromCodePoint(from + index)),
      ),
    );
    const others =
      "&Tab; &NewLine; &nbsp; &#0; &#13; &#32; &#59; &#x80; &#xD800; &#x110000; &notit; &none; &ampere; &NotEqualTilde; &semi; &lt;".split(
        " ",
      );
    const entities = [...named.filter((text) => /^&.*;$/u.test(text)), ...others];

    expect(entities.length).toBeGreaterThan(1_000);
    expect(await inPage(page, "decodedByPage", entities)).toEqual(entities.map(decodeHTMLStrict));
  });

  it("shows the same DOM with colours and math once it has settled", async () => {
    const text = await readFile(join(ROOT, "test/fixtures/rich-answer.md"), "utf8");
    const [streamed, whole] = [await pages.open(), page];
    await show(streamed, cut(text));
    await show(whole, [text]);
    const settled = (one: Page) =>
      one.waitForFunction(() => {
        const shown = document.querySelector("#shown");
        const hasMath = shown?.querySelector(".katex-display") !== null;
        const coloured = [...(shown?.querySelectorAll(".mr-code") ?? [])].filter(
          (block) => block.querySelector(".mr-hl-keyword") !== null,
        );
        return hasMath && coloured.length === 2;
      });
    await settled(streamed);
    await settled(whole);
    const htmlOf = (one: Page) => one.locator("#shown").innerHTML();
    await expect.poll(() => htmlOf(streamed)).toBe(await htmlOf(whole));

    expect(await inPage(whole, "faultsOnPage", undefined)).toEqual([]);
    expect(pages.otherRequests).toEqual([]);
  });

  it("keeps a selection while the text grows", async () => {
    await inPage(page, "showOnPage", ["# Title\n\nSome *selected* words"]);
    await page.evaluate(() => {
      const words = document.querySelector("#shown p em");
      if (words !== null) getSelection()?.selectAllChildren(words);
    });
    await inPage(page, "growOnPage", " and more\n\n- list\n\n```ts\nlet a");

    expect(await page.evaluate(() => String(getSelection()))).toBe("selected");
  });

  it("copies code exactly, reports it and keeps the focus", async () => {
    const lines = ["if (a) {", "\treturn `b`;", "", "} // 🙂"];
    await show(page, [code("ts", ...lines)]);
    const copy = page.getByRole("button", { name: "Copy code" });
    await copy.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied code" }).waitFor();

    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines.join("\n"));
    expect(await page.locator("#shown [aria-live]").textContent()).toBe("Copied");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("mr-code-copy");
  });

  it("selects code as it is", async () => {
    const lines = Array.from({ length: 150 }, (_, index) =>
      index % 7 === 0 ? "" : `  line ${index}`,
    );
    await show(page, [code("", ...lines)]);
    const selected = await page.evaluate(() => {
      const text = document.querySelector("#shown .mr-code-text");
      if (text !== null) getSelection()?.selectAllChildren(text);
      return String(getSelection());
    });

    expect(selected.trimEnd()).toBe(lines.join("\n").trimEnd());
  });

  it("colours code without changing its text, also code that an unclosed fence leaves open", async () => {
    const lines = ["const a: string = `b`; // c", "/* d", "e */ function f() {}"];
    await show(page, cut(`\`\`\`ts\n${lines.join("\n")}`));
    await page.locator("#shown .mr-hl-keyword").first().waitFor();
    await page.waitForFunction(
      () => document.querySelectorAll("#shown .mr-hl-comment").length === 3,
    );

    expect(await page.locator("#shown .mr-code-text").textContent()).toBe(lines.join("\n"));
  });

  it("makes code and tables reachable by keyboard exactly if they scroll", async () => {
    const row = (cell: string) => `|${cell.repeat(12)}\n`;
    await show(page, [
      code("ts", "short"),
      code("ts", "wide ".repeat(100)),
      `${row(" a |")}${row("--|")}${row(" b |")}`,
      `\n${row(" a long header |")}${row("--|")}${row(" b |")}`,
    ]);
    await page.waitForFunction(
      () => document.querySelectorAll("#shown [tabindex='0']").length === 2,
    );
    const names = await page
      .locator("#shown [tabindex='0']")
      .evaluateAll((boxes) =>
        boxes.map((box) => `${box.getAttribute("role")} ${box.getAttribute("aria-label")}`),
      );

    expect(names).toEqual(["group TypeScript, scrolls", "group Table, scrolls"]);
  });

  it("shows the address of a link before it is opened, and returns the focus", async () => {
    await show(page, ["See [https://bank.example](https://ev\u0456l.example/a) now"]);
    const link = page.getByRole("link");
    await link.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");

    expect(await dialog.locator(".mr-address-host").textContent()).toBe("xn--evl-khd.example");
    expect(await dialog.textContent()).toContain("outside ASCII");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("a");

    await link.click();
    await page.getByRole("button", { name: "Open" }).click();
    expect(await inPage(page, "openedOnPage", undefined)).toEqual([
      "https://xn--evl-khd.example/a",
    ]);
    expect(pages.otherRequests).toEqual([]);
  });

  it("jumps to a footnote and back", async () => {
    await show(page, ["A[^a] and B[^b]\n\n[^b]: second\n[^a]: first\n"]);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole("button", { name: "Footnote 2" }).click();
    expect(await focused()).toContain("second");

    await page.getByRole("button", { name: "Back to reference 2" }).click();
    expect(await focused()).toBe("2");
  });

  it("stops in mid-work when it is late, and continues", async () => {
    await inPage(page, "showOnPage", ["Start\n\n"]);
    const steps = await inPage(page, "growInSteps", `${"paragraph\n\n".repeat(2_000)}the end`);

    expect(steps).toBeGreaterThan(10);
    expect(await page.locator("#shown").textContent()).toContain("the end");
  });
});
