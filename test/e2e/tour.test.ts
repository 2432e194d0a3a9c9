import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CHECKOUT } from "../../scripts/lab/index.ts";
import { command, type LabRoom, startLabRoom } from "../support/lab-page.ts";

describe("notebooks/tour.ipynb", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
    await copyFile(join(CHECKOUT.root, "notebooks/tour.ipynb"), join(room.folder, "tour.ipynb"));
  });
  afterAll(() => room.close());

  it("works from the first Run All, with the embedded provider", async () => {
    const page = await room.open("tour.ipynb");
    await command(page, "notebook:run-all-cells");
    // The last cell's output: the charts of the report.
    await page.locator(".vega-embed").waitFor({ timeout: 100_000 });
    const report = await page.locator(".millrace-report").textContent();
    const states = await page
      .locator("[data-millrace-stream]")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-state")));
    const [, , ...compared] = await page.locator(".mr-scroll .mr-markdown").allTextContents();
    const errors = await page
      .locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"]')
      .allTextContents();

    expect(errors).toEqual([]);
    expect(report).toMatch(/interval/u);
    expect(states).toEqual(["stop", "aborted", "stop", "stop"]);
    expect(compared[0]).toBe(compared[1]);
    expect(compared[0]).toContain("```ts");
    if (process.env["MILLRACE_PICTURES"] !== undefined) {
      await page.screenshot({ path: join(process.env["MILLRACE_PICTURES"], "tour.png") });
    }
    await page.close();
  });
});
