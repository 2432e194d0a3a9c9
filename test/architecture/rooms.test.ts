import { describe, expect, it } from "vitest";

import {
  builtRooms,
  codeOf,
  filesBelow,
  importedFiles,
  roomOf,
  ROOMS,
  sourceOf,
  SUB_ROOMS,
} from "../support/rooms.ts";

const files = filesBelow("src");
const indexes = files.filter((file) => file.endsWith("/index.ts"));

/** `src/index.ts` stands above all rooms. */
function rankOf(file: string): number {
  const room = roomOf(file);
  return room === undefined ? ROOMS.length : ROOMS.findIndex((name) => name === room);
}

/** The rank of a file inside its room; undefined if the room has none inside. */
function subRankOf(file: string): number | undefined {
  const room = roomOf(file);
  const subRooms = room === undefined ? undefined : SUB_ROOMS[room];
  if (room === undefined || subRooms === undefined) return undefined;
  const path = file.slice(`src/${room}/`.length);
  const named = subRooms.findIndex((name) => path === name || path.startsWith(`${name}/`));
  if (named !== -1) return named;
  const others = path.includes("/") ? -1 : subRooms.indexOf(".");
  return others === -1 ? subRooms.length : others;
}

/** More files than this in one folder explain nothing. */
const MOST_FILES = 25;

describe("rooms", () => {
  it("are those of the design", () => {
    const found = new Set(files.map(roomOf).filter((room) => room !== undefined));

    expect([...found].filter((room) => !ROOMS.some((name) => name === room))).toEqual([]);
  });

  it("have an index of names, the command line aside", () => {
    const found = new Set(files.map(roomOf).filter((room) => room !== undefined && room !== "cli"));

    expect([...found].filter((room) => room !== undefined && !builtRooms.includes(room))).toEqual(
      [],
    );
  });

  it.each(files)("%s imports downward only", (file) => {
    const tooHigh = importedFiles(file).filter((to) => rankOf(to) > rankOf(file));

    expect(tooHigh).toEqual([]);
  });

  it.each(files)("%s enters other rooms through their index, and its own never", (file) => {
    const astray = importedFiles(file).filter((to) => {
      const isIndex = to.endsWith("/index.ts");
      return roomOf(to) === roomOf(file) ? isIndex : !isIndex;
    });

    expect(astray).toEqual([]);
  });

  it.each(files)("%s imports downward only inside its room", (file) => {
    const rank = subRankOf(file) ?? 0;
    const tooHigh = importedFiles(file).filter(
      (to) => roomOf(to) === roomOf(file) && (subRankOf(to) ?? 0) > rank,
    );

    expect(tooHigh).toEqual([]);
  });

  it("list at most 25 files in a folder", () => {
    const all = ["src", "labextension/src", "scripts", "benchmarks", "test"].flatMap(filesBelow);
    const counts = Map.groupBy(all, (file) => file.slice(0, file.lastIndexOf("/")));
    const full = [...counts].filter(([, { length }]) => length > MOST_FILES);

    expect(full.map(([folder, { length }]) => `${folder}: ${length}`)).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith("src/cli/commands/")))(
    "%s imports no other command",
    (file) => {
      expect(importedFiles(file).filter((to) => to.startsWith("src/cli/commands/"))).toEqual([]);
    },
  );

  it.each(indexes)("%s is one paragraph of purpose and explicit exports", (file) => {
    const statements = codeOf(file)
      .split(";")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== "");
    const others = statements.filter(
      (statement) => !/^export (?:type )?\{[\w\s,]+\} from "[^"]+"$/.test(statement),
    );

    expect(others).toEqual([]);
    expect(sourceOf(file)).toMatch(/^\/\*\*\n/);
  });
});
