import * as http from "node:http";
import process from "node:process";

import { describeProxies, hasProxySupport, proxiesIn } from "../bench/index.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/**
 * Sends this process's requests through the environment's proxies, except those to this machine. Warns if Node is too
 * old for that.
 *
 * @throws {UsageError} When a proxy is not an http(s) URL.
 */
export function useProxies({ environment, err }: Pick<Terminal, "environment" | "err">): void {
  const proxies = readProxies(environment);
  if (proxies === undefined) return;
  if (hasProxySupport()) http.setGlobalProxyFromEnv({ ...proxies });
  else {
    err(
      `Ignoring the proxy ${describeProxies(proxies)} as it needs Node 24.14 or newer: current value is ${process.versions.node}`,
    );
  }
}

function readProxies(environment: Terminal["environment"]) {
  try {
    return proxiesIn(environment);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
