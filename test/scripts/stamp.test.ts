import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { type StampedWork, whenChanged } from "../../scripts/lab/stamp.ts";

let folder: string;
let stamped: StampedWork;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-stamp-"));
  stamped = {
    stamp: join(folder, "stamps/work"),
    inputs: [join(folder, "input"), join(folder, "absent")],
    outputs: [join(folder, "output")],
  };
  writeFileSync(join(folder, "input"), "first");
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function work(): Promise<void> {
  writeFileSync(join(folder, "output"), "made");
}

describe("whenChanged()", () => {
  it("works once as long as nothing changes", async () => {
    expect(await whenChanged(stamped, work)).toBe(true);
    expect(await whenChanged(stamped, work)).toBe(false);
  });

  it("is not moved by a file that was written again with the same content", async () => {
    await whenChanged(stamped, work);
    writeFileSync(join(folder, "input"), "first");

    expect(await whenChanged(stamped, work)).toBe(false);
  });

  it("works again when an input has changed", async () => {
    await whenChanged(stamped, work);
    writeFileSync(join(folder, "input"), "second");

    expect(await whenChanged(stamped, work)).toBe(true);
  });

  it("works again when a missing input has appeared", async () => {
    await whenChanged(stamped, work);
    writeFileSync(join(folder, "absent"), "");

    expect(await whenChanged(stamped, work)).toBe(true);
  });

  it("works again when an output is gone", async () => {
    await whenChanged(stamped, work);
    rmSync(join(folder, "output"));

    expect(await whenChanged(stamped, work)).toBe(true);
  });

  it("works again after it has failed", async () => {
    await whenChanged(stamped, work);
    writeFileSync(join(folder, "input"), "second");
    const failing = whenChanged(stamped, () => Promise.reject(new Error("no disk")));

    await expect(failing).rejects.toThrow("no disk");
    expect(await whenChanged(stamped, work)).toBe(true);
  });
});
