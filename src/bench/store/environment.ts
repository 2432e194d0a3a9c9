import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import process from "node:process";

import { asText, dig } from "../../wire/index.ts";
import { describeProxies, type Proxies } from "./proxies.ts";
import type { RunEnvironment } from "./run.ts";

/**
 * Returns the facts about this machine that results depend on. They include neither the user nor the host name.
 *
 * @param proxies Proxies that the run's requests may go through.
 *
 * @example
 * ```ts
 * captureEnvironment().cores >= 1; // true
 * ```
 */
export function captureEnvironment(proxies?: Proxies): RunEnvironment {
  const deno = asText(dig(process.versions, "deno"));
  return {
    millrace: packageVersion(),
    runtime: deno === undefined ? `node ${process.versions.node}` : `deno ${deno}`,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    // In a container, these may be fewer than the machine has.
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    proxy: proxies && describeProxies(proxies),
  };
}

/** The path is the same from `src` and from `dist`. */
function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
  );
  return asText(dig(manifest, "version")) ?? "unknown";
}
