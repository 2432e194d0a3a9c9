import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Run } from "../../src/bench/index.ts";
import { headline, makeReport } from "../../src/report/index.ts";
import { fixtureRun } from "../report/fixture-run.ts";
import { type LabRoom, startLabRoom } from "../support/lab-page.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const RUN = fixtureRun({ pairs: 24, ttftRatio: 1.25 });
const UNENDED: Run = {
  requests: RUN.requests.slice(0, 12),
  manifest: { ...RUN.manifest, status: "running", validity: undefined },
};

const manifestOf = ({ manifest }: Run) => JSON.stringify(manifest);
const requestsOf = ({ requests }: Run) =>
  requests.map((record) => `${JSON.stringify(record)}\n`).join("");

describe("a benchmark run in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  async function openRun(name: string, manifest: string, requests?: string): Promise<Page> {
    await mkdir(join(room.folder, name));
    await writeFile(join(room.folder, name, "manifest.json"), manifest);
    if (requests !== undefined) {
      await writeFile(join(room.folder, name, "requests.jsonl"), requests);
    }
    const page = await room.openWithoutKernel(`${name}/manifest.json`);
    await page.locator(".mr-run p").first().waitFor({ timeout: 60_000 });
    return page;
  }

  it("opens with its verdict, then its charts", async () => {
    const page = await openRun("whole", manifestOf(RUN), requestsOf(RUN));
    await page.locator(".mr-run svg.marks").waitFor();
    const texts = await page.locator(".mr-run > *").allTextContents();
    await page.addScriptTag({ path: AXE });
    const violations = await page.evaluate(async () => {
      // The charts and their menu are the DOM of JupyterLab's Vega renderer.
      const context = { include: [".mr-run"], exclude: [".vega-embed"] };
      const { violations: found } = await Reflect.get(globalThis, "axe").run(context);
      return JSON.stringify(found.map(({ id }: { id: string }) => id));
    });
    if (process.env["MILLRACE_PICTURES"] !== undefined) {
      await page.screenshot({ path: join(process.env["MILLRACE_PICTURES"], "run.png") });
    }

    expect(texts[0]).toContain(RUN.manifest.id);
    expect(texts[0]).toContain("complete");
    expect(texts[1]?.replaceAll(/\s+/gu, " ")).toContain(headline(makeReport(RUN)));
    expect(texts).toHaveLength(3);
    expect(violations).toBe("[]");
    await page.close();
  });

  it("says that a run has not ended, shows what there is, and follows it", async () => {
    const cut = requestsOf(UNENDED).slice(0, -40);
    const page = await openRun("unended", manifestOf(UNENDED), cut);
    const remark = await page.locator(".mr-run-remark").textContent();
    await writeFile(join(room.folder, "unended", "requests.jsonl"), requestsOf(RUN));
    await writeFile(join(room.folder, "unended", "manifest.json"), manifestOf(RUN));
    await page.locator(".mr-run-remark").waitFor({ state: "detached", timeout: 30_000 });
    const report = await page.locator(".mr-run .millrace-report").textContent();

    expect(remark).toBe(
      "The run has not ended, or was killed: 11 requests so far. 1 line of requests.jsonl cannot be read and is left out",
    );
    expect(report?.replaceAll(/\s+/gu, " ")).toContain(headline(makeReport(RUN)));
    await page.close();
  });

  it("says in one line why a file is no run, and offers it as text", async () => {
    const page = await openRun("other", '{"name": "A web app"}');
    const problem = await page.getByRole("alert").textContent();
    await page.getByRole("button", { name: "Open as text" }).click();
    await page.locator(".cm-content").getByText("A web app").waitFor();

    expect(problem).toBe(
      'Cannot read "other/manifest.json" as it must be the manifest of a run: its field "v" is missing',
    );
    await page.close();
  });
});
