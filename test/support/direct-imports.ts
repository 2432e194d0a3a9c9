import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import type { Plugin } from "vitest/config";

const FROM_INDEX = /^(import|export) (type )?\{([^}]*)\} from "(\.[^"]*\/index\.ts)";/gmu;

/**
 * A plugin of Vite that imports names from the files that define them instead of from a room's index. An index imports
 * its whole room, so without this `vitest related` would run nearly every test after any change.
 */
export const directImports: Plugin = {
  name: "direct-imports",
  enforce: "pre",
  transform: (code, id) =>
    id.endsWith(".ts") && !id.endsWith("/index.ts") ? withDirectImports(code, id) : undefined,
};

/** The code of a file, with the imports from an index replaced. Lines keep their numbers. */
export function withDirectImports(code: string, file: string): string {
  return code.replaceAll(
    FROM_INDEX,
    (...[statement = "", keyword, type = "", names = "", index = ""]: string[]) => {
      const homes = homesOf(resolve(dirname(file), index));
      const imports = Map.groupBy(namesIn(names), (name) => homes.get(exportedName(name)));
      if (imports.has(undefined)) return statement;
      const lines = [...imports].map(
        ([home, those]) => `${keyword} ${type}{ ${those.join(", ")} } from "${home}";`,
      );
      return lines.join(" ") + "\n".repeat(statement.split("\n").length - 1);
    },
  );
}

const known = new Map<string, ReadonlyMap<string, string>>();

/** The files that define the names of an index, by name. */
function homesOf(index: string): ReadonlyMap<string, string> {
  const before = known.get(index);
  if (before !== undefined) return before;
  const homes = new Map<string, string>();
  const reexport = /^export (?:type )?\{([^}]*)\} from "([^"]+)";/gmu;
  for (const [, names = "", path = ""] of readFileSync(index, "utf8").matchAll(reexport)) {
    for (const name of namesIn(names)) {
      if (!name.includes(" as ")) homes.set(exportedName(name), resolve(dirname(index), path));
    }
  }
  known.set(index, homes);
  return homes;
}

function namesIn(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The name without `type` before it and `as` behind it. */
function exportedName(name: string): string {
  return name.replace(/^type /u, "").replace(/ as .*$/u, "");
}
