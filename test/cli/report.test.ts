import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { Run } from "../../src/bench/index.ts";
import { report } from "../../src/cli/commands/report.ts";
import { fixtureRun, INVALID } from "../report/fixture-run.ts";
import { runCommand } from "../support/run-command.ts";

const KEY = "plain-words-as-a-key";

async function millrace(...args: readonly string[]) {
  const { status, out, err } = await runCommand(report, args, { env: { OPENAI_API_KEY: KEY } });
  return { status, out: out.trimEnd(), err: err.trimEnd() };
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-report-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function stored({ manifest, requests }: Run, lastLine = ""): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  const lines = requests.map((request) => JSON.stringify(request)).join("\n");
  await writeFile(join(folder, "requests.jsonl"), `${lines}\n${lastLine}`);
  return folder;
}

it("report prints the verdict and writes all files into the run's folder", async () => {
  const folder = await stored(fixtureRun({ pairs: 12, ttftRatio: 1.3 }));
  const { status, out, err } = await millrace(folder);

  expect(status).toBe(0);
  expect(out).toMatch(/\nCompared with immediate, count-or-time shows/);
  expect(err).toBe(`HTML report: ${join(folder, "report", "report.html")}`);
  expect(await readdir(join(folder, "report"))).toEqual([
    "charts",
    "report.html",
    "report.json",
    "report.md",
  ]);
});

it("report --json prints one JSON document and writes nothing", async () => {
  const folder = await stored(fixtureRun({ pairs: 12 }));
  const { status, out } = await millrace(folder, "--json");

  expect(status).toBe(0);
  expect(JSON.parse(out).conclusions.outcome.kind).toBe("concluded");
  expect(await readdir(folder)).toEqual(["manifest.json", "requests.jsonl"]);
});

it("report --markdown prints what a pull request can take", async () => {
  const folder = await stored(fixtureRun({ pairs: 12 }));

  expect((await millrace(folder, "--markdown")).out).toMatch(/^\*\*Compared with/);
});

it("report --html writes the page to the given path", async () => {
  const folder = await stored(fixtureRun({ pairs: 12 }));
  const file = join(folder, "elsewhere", "page.html");
  await millrace(folder, "--html", file);

  expect(await readFile(file, "utf8")).toMatch(/^<!doctype html>/);
});

it("report exits 1 and concludes nothing when the run is invalid", async () => {
  const { status, out } = await millrace(await stored(fixtureRun({ validity: INVALID })));

  expect(status).toBe(1);
  expect(out).toMatch(/\nNo conclusion: the run is invalid/);
});

it("report counts the readable part of a killed run", async () => {
  const folder = await stored(fixtureRun({ pairs: 12, validity: undefined }), '{"v":1,"id":"12-im');
  const { status, out } = await millrace(folder);

  expect(status).toBe(0);
  expect(out).toMatch(/\nNo conclusion: the run ended before its validity was checked/);
  expect(out).toContain("1 line of the run’s file could not be read");
});

it("report never prints a key, though it stands in a name", async () => {
  const run = fixtureRun({ pairs: 12, plan: { name: `run with ${KEY}` } });
  const folder = await stored({ ...run, manifest: { ...run.manifest, id: KEY } });
  const printed = await Promise.all(
    [[], ["--json"], ["--markdown"]].map((more) => millrace(folder, ...more)),
  );
  const written = await readFile(join(folder, "report", "report.html"), "utf8");

  for (const text of [...printed.map(({ out, err }) => out + err), written]) {
    expect(text).not.toContain(KEY);
  }
});

it("report takes a run's manifest for its folder", async () => {
  const folder = await stored(fixtureRun({ pairs: 12, ttftRatio: 1.3 }));
  const byManifest = await millrace(join(folder, "manifest.json"));

  expect(byManifest).toEqual(await millrace(folder));
  expect(await readdir(join(folder, "report"))).toContain("report.html");
});

it("report names the newest runs of a folder of runs", async () => {
  const root = await emptyFolder();
  for (const name of ["1", "2", "3", "4", "no-run"]) await mkdir(join(root, name));
  for (const name of ["1", "2", "3", "4"]) await writeFile(join(root, name, "manifest.json"), "{}");

  expect(await millrace(root)).toEqual({
    status: 2,
    out: "",
    err: `Cannot report "${root}" as it contains several runs: choose one of "${join(root, "4")}", "${join(root, "3")}", "${join(root, "2")}", and 1 more`,
  });
});

it.each([
  ["no folder", async () => []],
  ["two folders", async () => ["a", "b"]],
  ["a folder that does not exist", async () => [join(await emptyFolder(), "nothing")]],
  ["a folder without a manifest", async () => [await emptyFolder()]],
  ["another file", async () => [join(await stored(fixtureRun({ pairs: 2 })), "requests.jsonl")]],
  ["an unknown option", async () => [await stored(fixtureRun({ pairs: 2 })), "--htlm"]],
  ["two formats", async () => [await stored(fixtureRun({ pairs: 2 })), "--json", "--markdown"]],
  [
    "a page that is a folder",
    async () => [await stored(fixtureRun({ pairs: 2 })), "--html", await emptyFolder()],
  ],
])("report exits 2 with one clear line for %s", async (_, args) => {
  const { status, err } = await millrace(...(await args()));

  expect(status).toBe(2);
  expect(err).toMatch(/^Cannot .+$/);
});

it("report exits 2 when the manifest is not one", async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, "x"));
  await writeFile(join(folder, "manifest.json"), '{"v":1}');

  expect((await millrace(folder)).status).toBe(2);
});
