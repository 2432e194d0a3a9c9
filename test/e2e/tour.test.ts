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
    // JupyterLab removes cells outside the viewport from the document.
    await page.setViewportSize({ width: 1280, height: 9_000 });
    await command(page, "notebook:run-all-cells");
    // The last cell's stream, after which nothing is left to do.
    await page.waitForFunction(
      () => {
        const nodes = [...document.querySelectorAll("[data-millrace-stream]")];
        const states = nodes.map((node) => node.getAttribute("data-state"));
        return (
          states.length === 5 && states.every((state) => state === "stop" || state === "aborted")
        );
      },
      undefined,
      { timeout: 90_000 },
    );
    await page.locator(".vega-embed svg.marks").waitFor({ timeout: 30_000 });
    const report = await page.locator(".millrace-report").textContent();
    const states = await page
      .locator("[data-millrace-stream]")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-state")));
    const [sky, , first, second] = await page.locator(".mr-scroll").allTextContents();
    const timeline = await page.locator(".mr-trace-facts").textContent();
    const printed = await page
      .locator(".jp-RenderedText[data-mime-type='text/plain']")
      .allTextContents();
    const errors = await page
      .locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"]')
      .allTextContents();

    expect(errors).toEqual([]);
    // The verdict, or why there is none, and how far the figures can be trusted.
    expect(report).toMatch(/Compared with immediate|No conclusion/u);
    expect(report).toMatch(/Valid|Degraded|Invalid/u);
    expect(states).toEqual(["stop", "aborted", "stop", "stop", "stop"]);
    expect(sky).toContain("Why the sky is blue");
    expect(first).toBe(second);
    expect(first).toContain("factorial");
    expect(timeline).toContain("end: stop");
    // Only the cell that returns a text prints one: handles display nothing.
    expect(printed.map((text) => text.trim()).filter((text) => text !== "")).toEqual([
      expect.stringMatching(/^"\d+ characters, \d+ tokens, ended with stop"$/u),
    ]);
    if (process.env["MILLRACE_PICTURES"] !== undefined) {
      await page.screenshot({ path: join(process.env["MILLRACE_PICTURES"], "tour.png") });
    }
    await page.close();
  });
});
