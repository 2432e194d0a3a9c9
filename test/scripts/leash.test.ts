import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { describe, expect, it } from "vitest";

import { startLeashed } from "../../scripts/lab/leashed-process.ts";
import { ROOT } from "../support/rooms.ts";

/**
 * A program that starts another one in a separate session, as JupyterLab starts its kernels, prints
 * both process ids and stays.
 */
const PARENT = `
const { spawn } = require("node:child_process");
const stay = "setInterval(() => undefined, 1000)";
const inner = spawn(process.execPath, ["-e", stay, process.argv[1]], { detached: true, stdio: "ignore" });
console.log(process.pid + " " + inner.pid);
setInterval(() => undefined, 1000);
`;

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "millrace-leash-"));
}

describe("startLeashed()", () => {
  it("ends the program and what it started in another session, and deletes its folder", async () => {
    const folder = newFolder();
    const line = Promise.withResolvers<string>();
    const leashed = startLeashed(process.execPath, ["-e", PARENT, folder], {
      folder,
      env: process.env,
      onLine: line.resolve,
    });
    const ids = (await line.promise).split(" ").map(Number);
    expect(ids.map(isAlive)).toEqual([true, true]);

    await leashed.close();

    // They are dead; until the system buries them their ids are still taken.
    await expect.poll(() => ids.map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
    expect(existsSync(folder)).toBe(false);
  }, 30_000);

  it("ends them when the process that holds the leash is killed", async () => {
    const folder = newFolder();
    const holder = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { startLeashed } from ${JSON.stringify(join(ROOT, "scripts/lab/leashed-process.ts"))};
         startLeashed(process.execPath, ["-e", ${JSON.stringify(PARENT)}, ${JSON.stringify(folder)}], {
           folder: ${JSON.stringify(folder)}, env: process.env, onLine: console.log,
         });`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line]: string[] = await once(createInterface(holder.stdout), "line");
    const ids = (line ?? "").split(" ").map(Number);
    expect(ids.map(isAlive)).toEqual([true, true]);

    holder.kill("SIGKILL");

    await expect.poll(() => ids.map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  }, 30_000);

  it("exits with 127 for a program that cannot be started", async () => {
    const leashed = startLeashed("/no/such/program", [], {
      folder: newFolder(),
      env: process.env,
      onLine: () => undefined,
    });

    expect(await leashed.ended).toBe(127);
  });
});
