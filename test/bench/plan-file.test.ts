import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultPlan, readPlanFile } from "../../src/bench/index.ts";
import { jsonFault } from "../../src/bench/json-fault.ts";

const PLANS = join(import.meta.dirname, "../../benchmarks/plans");

async function fileWith(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-plan-")), "plan.json");
  await writeFile(path, text);
  return path;
}

describe("readPlanFile()", () => {
  it("takes the prompts' path as relative to the plan", async () => {
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

  it("says that a folder is one", async () => {
    await expect(readPlanFile(tmpdir())).rejects.toThrow(
      `Cannot read the plan "${tmpdir()}": it is a folder, not a file`,
    );
  });

  it("says that a file is not there", async () => {
    await expect(readPlanFile("/no/such.json")).rejects.toThrow(
      'Cannot read the plan "/no/such.json": there is no such file',
    );
  });

  it("says where a file stops being JSON", async () => {
    const path = await fileWith('{\n  "name": "p",\n  "arms": [,]\n}');

    await expect(readPlanFile(path)).rejects.toThrow("it is not JSON at line 3, column 12");
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

describe("jsonFault()", () => {
  it.each([
    ["", "line 1, column 1"],
    ["{", "line 1, column 2"],
    ['{"a" 1}', "line 1, column 6"],
    ['{"a": 1,}', "line 1, column 9"],
    ["[1 2]", "line 1, column 4"],
    ["[1]\n]", "line 2, column 1"],
    ['{"a": tru}', "line 1, column 7"],
    ["{'a': 1}", "line 1, column 2"],
    ['"cut o', "line 1, column 1"],
    ["[01]", "line 1, column 2"],
    ["// comment\n{}", "line 1, column 1"],
  ])("finds the fault of %j at %s", (text, place) => {
    expect(jsonFault(text)).toBe(place);
  });

  it("finds none before the end of what is JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const lines = text.split("\n");
        const end = `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
        expect(jsonFault(text)).toBe(end);
      }),
    );
  });
});
