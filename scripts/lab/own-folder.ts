import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";

/**
 * Makes a folder for one running program. No two have the same, so its path marks all that the program
 * starts; the program's leash deletes it.
 */
export async function ownFolder(program: string): Promise<string> {
  const running = join(CHECKOUT.state, "running");
  await mkdir(running, { recursive: true });
  return mkdtemp(join(running, `${program}-`));
}
