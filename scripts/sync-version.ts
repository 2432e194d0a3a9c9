/** `npm version`: copies the new version of `package.json` into the two manifests that cannot refer to it. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { asText, dig } from "../src/wire/index.ts";
import { CHECKOUT } from "./lab/index.ts";
import { runMain } from "./main-program.ts";

await runMain(async () => {
  const npm: unknown = JSON.parse(await readFile(join(CHECKOUT.root, "package.json"), "utf8"));
  const version = asText(dig(npm, "version")) ?? "";
  for (const name of ["deno.json", "labextension/package.json"]) {
    const path = join(CHECKOUT.root, name);
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/(?<="version": ")[^"]+/u, version));
  }
});
