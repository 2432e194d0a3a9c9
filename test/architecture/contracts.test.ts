import { describe, expect, it } from "vitest";

import { dialects } from "../../src/simulator/server/dialects.ts";
import { codeOf, filesBelow } from "../support/rooms.ts";

interface Contract {
  /** The type that a factory returns when it makes one. */
  readonly type: string;
  readonly room: string;
  readonly laws: string;
  /** Factories that only choose among others. */
  readonly choosers: readonly string[];
}

const contracts: readonly Contract[] = [
  {
    type: "BufferStrategy",
    room: "buffers",
    laws: "itObeysTheBufferLaws",
    choosers: ["createBuffer"],
  },
  {
    type: "Provider",
    room: "providers",
    laws: "itObeysTheProviderLaws",
    // Each of these chooses among factories that are tested, or is a part of one.
    choosers: ["providerFromEnvironment", "providerWith", "chatProvider"],
  },
];

describe.each(contracts)("every $type", ({ type, room, laws, choosers }) => {
  const factory = new RegExp(
    String.raw`^export (?:async )?function (\w+)\([^;]*?\): (?:Promise<)?${type}\b`,
    "gm",
  );
  const factories = filesBelow(`src/${room}`)
    .flatMap((file) => Array.from(codeOf(file).matchAll(factory), ([, name = ""]) => name))
    .filter((name) => !choosers.includes(name));
  const calls = filesBelow(`test/${room}`)
    .map((file) => codeOf(file))
    .filter((code) => code.includes(`${laws}(`));

  it("is found by this test", () => {
    expect(factories).not.toEqual([]);
  });

  it.each(factories)(`%s calls ${laws}`, (name) => {
    expect(calls.filter((code) => code.includes(`${name}(`))).not.toEqual([]);
  });
});

describe("every Dialect", () => {
  const files = filesBelow("src/simulator/dialects").filter((file) =>
    /^export const \w+: Dialect\b/mu.test(codeOf(file)),
  );

  it("is found by this test, under a unique name", () => {
    expect(files).toHaveLength(dialects.length);
    expect(new Set(dialects.map(({ id }) => id)).size).toBe(dialects.length);
  });

  it.each(files)("%s is held to its laws", (file) => {
    const test = file.replace(/^src/u, "test").replace(/\.ts$/u, ".test.ts");

    // Wires whose answers are no conversation have no adapter; the same bytes they write all the same.
    expect(codeOf(test)).toMatch(/\bitObeysTheDialectLaws\(|\bitWritesTheSameBytes\(/u);
  });
});
