import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";

import { numberSettings, readSimulatorConfig, SimulationError } from "../../src/simulator/index.ts";
import { readFault } from "../../src/simulator/settings/scenario.ts";
import { ROOT } from "../support/rooms.ts";

const text = readFileSync(join(ROOT, "docs/simulator.md"), "utf8");

const tableAfter = (heading: string) =>
  (text.split(`## ${heading}\n`)[1] ?? "").split("\n## ")[0] ?? "";

/** Every kind of fault, from the error message for an unknown one. */
function faultKinds(): string[] {
  try {
    readFault("none");
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return (/one of (.*): current/u.exec(error.message)?.[1] ?? "").split(", ");
  }
  return [];
}

describe("docs/simulator.md", () => {
  it("describes every setting as `--settings` does", () => {
    const rows = [...tableAfter("Settings").matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gmu)];
    const documented = rows.map(([, name = "", help = ""]) => [name, help]);

    expect(documented.slice(0, -2)).toEqual(Object.entries(numberSettings));
  });

  it("has a valid example of every fault", () => {
    const rows = [...tableAfter("Faults").matchAll(/^\| `([^`]+)` +\|/gmu)];
    const documented = rows.map(([, fault = ""]) => readFault(fault).fault.kind);

    expect(documented.toSorted()).toEqual(faultKinds().toSorted());
  });

  it("has a valid configuration file", () => {
    const yaml = /```yaml\n([\s\S]*?)```/u.exec(text)?.[1] ?? "";

    expect(readSimulatorConfig(parse(yaml))).toMatchObject({ port: 8000, rules: { workers: 4 } });
  });
});
