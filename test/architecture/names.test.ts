import { describe, expect, it } from "vitest";

import { codeOf, filesBelow } from "../support/rooms.ts";

const files = filesBelow("src");
const TYPE = /^export (?:declare )?(?:interface|type|class|enum) (\w+)/gmu;

describe("names", () => {
  it("of exported types are unique", () => {
    const types = files.flatMap((file) =>
      Array.from(codeOf(file).matchAll(TYPE), ([, name = ""]) => ({ name, file })),
    );
    const shared = [...Map.groupBy(types, ({ name }) => name)].filter(([, all]) => all.length > 1);

    expect(shared.map(([name, all]) => [name, ...all.map(({ file }) => file)])).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith("/index.ts")))("are not changed by %s", (file) => {
    expect(codeOf(file)).not.toMatch(/ as /u);
  });
});
