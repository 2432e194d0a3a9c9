/**
 * Completes `package-lock.json` after `npm install`: adds the packages for other platforms that npm has
 * left out, as it does when it cannot fetch them or finds `node_modules` already filled
 * (https://github.com/npm/cli/issues/4828). `npm ci` refuses a lock that does not name them.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as v from "valibot";

import { CHECKOUT } from "./lab/index.ts";
import { runMain } from "./main-program.ts";

const Packages = v.record(
  v.string(),
  v.looseObject({ optionalDependencies: v.optional(v.record(v.string(), v.string())) }),
);
const Lock = v.looseObject({ packages: Packages });

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const LIBRARIES = { glibc: /-(?:gnu|glibc)/, musl: /-musl/ };

await runMain(async () => {
  const file = join(CHECKOUT.root, "package-lock.json");
  const lock = v.parse(Lock, JSON.parse(await readFile(file, "utf8")));
  const missing = missingFrom(lock.packages);
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  await writeFile(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} packages for other platforms added\n`);
});

function missingFrom(packages: v.InferOutput<typeof Packages>): Record<string, object> {
  const missing: Record<string, object> = {};
  for (const { optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isThere = Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
      if (!isThere) missing[`node_modules/${name}`] = entryFor(name, version);
    }
  }
  return missing;
}

/** What npm would have written, but for the checksum, which only the registry knows. */
function entryFor(name: string, version: string): object {
  const platform = name.slice(name.indexOf("/"));
  const [system] = SYSTEMS.filter((one) => platform.includes(one));
  const [processor] = PROCESSORS.filter((one) => platform.includes(one));
  const libc = Object.entries(LIBRARIES).flatMap(([one, mark]) =>
    mark.test(platform) ? [one] : [],
  );
  return {
    version,
    ...(processor !== undefined && { cpu: [processor] }),
    dev: true,
    ...(system === "linux" && libc.length > 0 && { libc }),
    optional: true,
    ...(system !== undefined && { os: [system] }),
  };
}
