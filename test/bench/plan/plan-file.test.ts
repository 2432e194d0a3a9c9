import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { defaultPlan, readPlan, readPlanFile } from "../../../src/bench/index.ts";

const PLAN = { name: "p", arms: [{ name: "a" }, { name: "b" }] };

const PLANS = join(import.meta.dirname, "../../../benchmarks/plans");

async function fileWith(text: string | Uint8Array, name = "plan.json"): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-plan-")), name);
  await writeFile(path, text);
  return path;
}

describe("readPlanFile()", () => {
  it("resolves the path of prompts relative to the plan", async () => {
    const path = await fileWith(
      JSON.stringify({
        name: "p",
        arms: [{ name: "a" }, { name: "b" }],
        prompts: { kind: "jsonl", path: "p.jsonl" },
      }),
    );

    const { prompts } = await readPlanFile(path);

    expect(prompts).toEqual({ kind: "jsonl", path: path.replace("plan.json", "p.jsonl") });
  });

  it("mentions the options if there are any, because a value may come from them", async () => {
    const path = await fileWith(JSON.stringify(PLAN));

    await expect(readPlanFile(path, { pairs: "1", mode: undefined })).rejects.toThrow(
      `Cannot read "${path}" with the options as pairs must be a whole number from 2 to 100000: current value is 1`,
    );
    await expect(readPlanFile(path, { mode: undefined })).resolves.toEqual(readPlan(PLAN));
  });

  it.each([
    ["a folder", tmpdir(), "it is a folder, not a file"],
    ["a file that does not exist", "/no/such.json", "there is no such file or folder"],
    ["a file in a file", join(PLANS, "ruler.json/x"), "part of its path is not a folder"],
  ])("rejects %s in plain words", async (_, path, problem) => {
    await expect(readPlanFile(path)).rejects.toThrow(`Cannot read "${path}" as ${problem}`);
  });

  it("reads YAML by the file's name, and names the line of a fault", async () => {
    const yaml = "name: p # why\narms:\n  - name: a\n  - { name: b }\n";
    const path = await fileWith(yaml, "plan.yaml");
    const twice = await fileWith(`${yaml}name: q\n`, "plan.yml");

    expect(await readPlanFile(path)).toEqual(readPlan(PLAN));
    await expect(readPlanFile(twice)).rejects.toThrow(
      `Cannot read "${twice}" as it must be YAML: Map keys must be unique at line 5, column 1`,
    );
  });

  it("reads a file with a byte order mark and CRLF, as PowerShell writes it", async () => {
    const path = await fileWith(`\ufeff${JSON.stringify(PLAN, null, 2).replaceAll("\n", "\r\n")}`);

    expect(await readPlanFile(path)).toEqual(readPlan(PLAN));
  });

  it.each([
    ["Latin-1", Buffer.from('{"name": "é"}', "latin1"), "it must be UTF-8: byte 10 is 0xE9"],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le"), "it must be UTF-8: it is UTF-16"],
    ["an empty file", "\ufeff\n", "it is empty"],
    [
      "what is not JSON",
      '{\n  "name": "p",\n  "arms": [,]\n}',
      "it must be JSON: it is not at line 3, column 12",
    ],
    [
      "a name that is given twice",
      '{"name": "p",\n "arms": [{"name": "a", "name": "b"}]}',
      "each name must be given once: line 2, column 25 repeats one",
    ],
    [
      "a broken rule",
      JSON.stringify({ ...PLAN, pairs: 1 }),
      "pairs must be a whole number from 2 to 100000: current value is 1",
    ],
    [
      "an unknown field",
      JSON.stringify({ ...PLAN, paris: 1 }),
      '"paris" is not one of its fields: did you mean "pairs"?',
    ],
    [
      "a wrong option of a buffer",
      JSON.stringify({ ...PLAN, arms: [{ name: "a" }, { name: "b", buffer: "words" }] }),
      "arms[1].buffer cannot be used: Cannot buffer as the strategy must be one of",
    ],
  ])("rejects %s and names the file", async (_, content, problem) => {
    const path = await fileWith(content);

    await expect(readPlanFile(path)).rejects.toThrow(`Cannot read "${path}" as ${problem}`);
  });

  it("reads the default plan from its file too", async () => {
    const path = join(PLANS, "immediate-or-count-or-time.json");

    expect(await readPlanFile(path)).toEqual(defaultPlan());
  });

  it("reads every plan in benchmarks/plans", async () => {
    const files = (await readdir(PLANS)).filter((name) => name.endsWith(".json"));

    const plans = await Promise.all(files.map((name) => readPlanFile(join(PLANS, name))));

    expect(plans.length).toBeGreaterThan(0);
  });
});
