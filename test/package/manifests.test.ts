import { describe, expect, it } from "vitest";

import { dig, parseJson } from "../../src/wire/index.ts";
import { publicRooms, sourceOf } from "../support/rooms.ts";

const npm = parseJson(sourceOf("package.json"));
const lock = parseJson(sourceOf("package-lock.json"));
const jsr = parseJson(sourceOf("deno.json"));
const extension = parseJson(sourceOf("labextension/package.json"));

function perRoom<T>(
  entry: (name: string, path: string) => readonly [string, T],
): Record<string, T> {
  return Object.fromEntries([
    entry("", "index"),
    ...publicRooms.map((room) => entry(`/${room}`, `${room}/index`)),
  ]);
}

describe("package.json", () => {
  it("exports every public room under its name, and nothing else", () => {
    expect(dig(npm, "exports")).toEqual({
      ...perRoom((name, path) => [
        `.${name}`,
        {
          "millrace-source": `./src/${path}.ts`,
          types: `./dist/${path}.d.ts`,
          default: `./dist/${path}.js`,
        },
      ]),
      "./package.json": "./package.json",
    });
  });

  it("requires the Node that the guard of the published programs requires", () => {
    expect(dig(npm, "engines", "node")).toBe(">=22.18");
    expect(dig(npm, "devDependencies", "node")).toMatch(/^24\./);
  });

  it("is locked at its own version", () => {
    expect(dig(lock, "version")).toBe(dig(npm, "version"));
  });

  it("is locked for every platform, or else: npm run lock", () => {
    const locked = Object.entries(Object(dig(lock, "packages")));
    const wanted = locked.flatMap(([, entry]) =>
      Object.keys(Object(dig(entry, "optionalDependencies"))),
    );
    const missing = wanted.filter(
      (name) => !locked.some(([path]) => path.endsWith(`node_modules/${name}`)),
    );

    expect(missing).toEqual([]);
  });
});

describe("deno.json", () => {
  it("exports what package.json exports", () => {
    expect(dig(jsr, "exports")).toEqual(perRoom((name, path) => [`.${name}`, `./src/${path}.ts`]));
  });

  it("maps the same names for notebooks", () => {
    expect(dig(jsr, "imports")).toEqual(
      perRoom((name, path) => [`millrace${name}`, `./src/${path}.ts`]),
    );
  });

  it("has the version of package.json", () => {
    expect(dig(jsr, "version")).toBe(dig(npm, "version"));
  });

  it("leaves node_modules to npm, or the kernel dies at its start", () => {
    expect(dig(jsr, "nodeModulesDir")).toBe("manual");
  });
});

describe("labextension/package.json", () => {
  it("has the version of the core, which it takes from the checkout", () => {
    expect(dig(extension, "version")).toBe(dig(npm, "version"));
    expect(dig(extension, "devDependencies", "millrace")).toBe("file:..");
  });
});

describe("labextension", () => {
  it("has the license of the project in its wheel", () => {
    expect(sourceOf("labextension/LICENSE")).toBe(sourceOf("LICENSE"));
  });
});
