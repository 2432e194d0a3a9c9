import { describe, expect, it } from "vitest";

import {
  builtRooms,
  codeOf,
  filesBelow,
  importedFiles,
  roomOf,
  ROOMS,
  sourceOf,
} from "../support/rooms.ts";

const files = filesBelow("src");
const indexes = files.filter((file) => file.endsWith("/index.ts"));

/** `src/index.ts` stands above all rooms. */
function rankOf(file: string): number {
  const room = roomOf(file);
  return room === undefined ? ROOMS.length : ROOMS.findIndex((name) => name === room);
}

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
