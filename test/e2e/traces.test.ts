import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { writeTrace } from "../../src/events/index.ts";
import { asList, asText, dig } from "../../src/wire/index.ts";
import { madeTrace } from "../labextension/trace/made-trace.ts";
import {
  command,
  type LabRoom,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const LINE = writeTrace(madeTrace());

const valueText = (page: Page) => page.getByRole("slider").getAttribute("aria-valuetext");

describe("a recorded stream in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  async function openFile(name: string, content: string): Promise<Page> {
    await writeFile(join(room.folder, name), content);
    const page = await room.openWithoutKernel(name);
    await page.locator(".mr-trace").waitFor({ timeout: 60_000 });
    return page;
  }

  it("opens as a timeline that keyboard, pointer and buttons move through", async () => {
    const page = await openFile("sky.trace.jsonl", LINE);
    const answer = page.locator(".mr-trace-text");
    const atEnd = [await valueText(page), await answer.textContent()];
    await page.getByRole("slider").focus();
    await page.keyboard.press("Home");
    const atStart = [await valueText(page), await answer.textContent()];
    for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowRight");
    const afterSteps = await valueText(page);
    await page.getByRole("button", { name: "Back by one event" }).click();
    const back = await valueText(page);
    const { width = 0 } = (await page.getByRole("slider").boundingBox()) ?? {};
    await page.getByRole("slider").click({ position: { x: width * 0.62, y: 10 } });
    const held = await page.locator(".mr-trace-held").textContent();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    // 172 ms at the recorded speed.
    await page.waitForFunction(
      () => document.querySelector("[role=slider]")?.getAttribute("aria-valuenow") === "172.0",
    );

    expect(atEnd).toEqual([
      "172.0 ms of 172.0 ms, event 16 of 16: end: tool-calls",
      "Hello world\n!",
    ]);
    expect(atStart).toEqual(["0.0 ms of 172.0 ms, event 0 of 16: before the request", ""]);
    expect(afterSteps).toBe("100.0 ms of 172.0 ms, event 6 of 16: text “Hello ”");
    expect(back).toBe("100.0 ms of 172.0 ms, event 5 of 16: answered by made-model");
    expect(held).toBe("Hello world");
    await page.close();
  });

  it("passes axe, also with its table open", async () => {
    const page = await openFile("axe.trace.jsonl", LINE + LINE);
    await page.locator(".mr-trace-table summary").click();
    await page.locator(".mr-trace-table td").first().waitFor();
    await page.addScriptTag({ path: AXE });
    const violations = await page.evaluate(async () => {
      const { violations: found } = await Reflect.get(globalThis, "axe").run(".mr-trace");
      return JSON.stringify(found);
    });

    expect(violations).toBe("[]");
    await page.close();
  });

  it("shows the readable part of a broken file, and nothing of it runs", async () => {
    const hostile = LINE.replaceAll("Hello", "<img src=x onerror='document.title=1'>");
    const page = await openFile("hostile.trace.jsonl", hostile + LINE.slice(0, 90));
    const problem = await page.getByRole("alert").textContent();
    const text = await page.locator(".mr-trace-text").textContent();
    const images = await page.locator(".mr-trace img").count();

    expect(problem).toContain("1 line cannot be read");
    expect(text).toContain("<img src=x");
    expect(images).toBe(0);
    await page.close();
  });

  it("is shown in a cell by showTrace(), and kept in the notebook", async () => {
    await writeNotebook(room, "trace.ipynb", [
      'import { collect, stream, systemClock, traceRecorder } from "millrace";\nimport { showTrace } from "millrace/notebook";',
      'const trace = traceRecorder({ id: "cell", scheduledAt: systemClock().now() });\nawait collect(stream("echo: Recorded", { trace }));\nawait showTrace(trace.trace());',
    ]);
    const page = await room.open("trace.ipynb");
    await command(page, "notebook:run-all-cells");
    await page.locator(".mr-trace-text").getByText("Recorded").waitFor();
    await command(page, "docmanager:save");
    await page.close();
    const saved = asList(dig(await savedNotebook(room, "trace.ipynb"), "cells", 1, "outputs"));

    expect(Object.keys(Object(dig(saved[0], "data"))).toSorted()).toEqual([
      "application/vnd.millrace.trace.v1+json",
      "text/html",
      "text/plain",
    ]);
    expect(
      asText(dig(saved[0], "data", "text/html")) ??
        asList(dig(saved[0], "data", "text/html")).join(""),
    ).toContain("Recorded");
  });
});
