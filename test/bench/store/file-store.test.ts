import { existsSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { fileProblem, fileStore } from "../../../src/bench/index.ts";

const freshFolder = () => mkdtemp(join(tmpdir(), "millrace-store-"));

describe("fileStore", () => {
  it("creates folders level by level and returns whether they are new", async () => {
    const path = join(await freshFolder(), "a", "b", "c");

    expect(await fileStore.makeFolder(path)).toBe(true);
    expect(await fileStore.makeFolder(path)).toBe(false);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it.runIf(existsSync("/proc/self"))("refuses a folder in /proc, where Node spins", async () => {
    await expect(fileStore.makeFolder("/proc/millrace/runs")).rejects.toThrow(
      'Cannot write "/proc/millrace" as no folder can be made there',
    );
  });

  it("rejects a folder with the path of a file", async () => {
    const path = join(await freshFolder(), "file");
    await writeFile(path, "");

    await expect(fileStore.makeFolder(path)).rejects.toThrow(
      `Cannot write "${path}" as a file with that name exists`,
    );
    await expect(fileStore.makeFolder(join(path, "b"))).rejects.toThrow(
      `Cannot write "${join(path, "b")}" as part of its path is not a folder`,
    );
  });

  it("appends to a file, and creates it if necessary", async () => {
    const path = join(await freshFolder(), "lines");
    await fileStore.append(path, "a\n");
    await fileStore.append(path, "b\n");

    expect(await readFile(path, "utf8")).toBe("a\nb\n");
  });

  it("replaces a file in one step and leaves no draft", async () => {
    const folder = await freshFolder();
    await fileStore.replace(join(folder, "a"), "old");
    await fileStore.replace(join(folder, "a"), "new");

    expect(await readFile(join(folder, "a"), "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["a"]);
  });

  it("leaves no draft if the file cannot be replaced", async () => {
    const folder = await freshFolder();
    await fileStore.makeFolder(join(folder, "a"));

    await expect(fileStore.replace(join(folder, "a"), "new")).rejects.toThrow(
      "as it is a folder, not a file",
    );
    expect(await readdir(folder)).toEqual(["a"]);
  });

  it.runIf(existsSync("/proc/self"))(
    "does not call a folder missing that refuses files",
    async () => {
      await expect(fileStore.replace("/proc/x", "")).rejects.toThrow(
        'Cannot write "/proc/x" as no file can be made there',
      );
    },
  );

  it("writes through a link and into a device, and does not put a file in their place", async () => {
    const folder = await freshFolder();
    const link = join(folder, "link");
    await symlink(join(folder, "target"), link);
    await fileStore.replace(link, "new");

    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, "target"), "utf8")).toBe("new");
  });

  it.runIf(existsSync("/dev/null"))("appends to a device and replaces nothing there", async () => {
    await fileStore.append("/dev/null", "a\n");
    await fileStore.replace("/dev/null", "a\n");

    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  it.runIf(existsSync("/dev/full")).each(["append", "replace"] as const)(
    "names the file and the reason if %s finds the disk full",
    async (method) => {
      await expect(fileStore[method]("/dev/full", "a")).rejects.toMatchObject({
        message: 'Cannot write "/dev/full" as the disk is full',
        code: "ENOSPC",
        path: "/dev/full",
      });
    },
  );
});

describe("fileProblem()", () => {
  it("returns an unknown error's message as one line", () => {
    expect(fileProblem(new Error("odd\nand more"))).toBe("odd");
    expect(fileProblem("odd")).toBe("odd");
  });
});
