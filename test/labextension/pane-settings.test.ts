import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { asList, dig, parseJson } from "../../src/wire/index.ts";
import { ROOT } from "../support/rooms.ts";

const read = (file: string) => readFileSync(join(ROOT, "labextension", file), "utf8");

describe("the settings of panes", () => {
  it("have the defaults of the style sheet", () => {
    const height = dig(parseJson(read("schema/streams.json")), "properties", "paneHeight");

    expect(read("style/base.css")).toContain(
      `var(--mr-pane-height, ${String(dig(height, "default"))}em)`,
    );
  });

  it("offer both meanings of Pause", () => {
    const pause = dig(parseJson(read("schema/streams.json")), "properties", "pause", "enum");

    expect(asList(pause)).toEqual(["display", "reading"]);
  });
});
