import {
  type ResolvedProvider,
  providerFromEnvironment,
  type ProviderQuery,
} from "../providers/index.ts";
import { startSimulatorThread } from "../simulator/index.ts";
import { readWord } from "./inputs/read-value.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import type { Terminal } from "./output/terminal.ts";
import { useProxies } from "./use-proxies.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** A provider for as long as a command takes. */
export interface OpenProvider extends ResolvedProvider {
  close(): Promise<void>;
}

/**
 * The provider that the command line names, or else the environment, behind the environment's proxies. The embedded one
 * is started, unless one is running already.
 *
 * @throws {UsageError} When there is none, or something is missing that it needs.
 */
export async function openProvider(
  values: RequestValues,
  { environment, err }: Pick<Terminal, "environment" | "err">,
): Promise<OpenProvider> {
  useProxies({ environment, err });
  const decode = readWord(values.decode, "decode", ["own", "sdk"]);
  const { provider, model, "base-url": baseUrl } = values;
  const query: ProviderQuery = {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(decode === undefined ? {} : { decode }),
  };
  const isRunning = (baseUrl ?? environment["MILLRACE_SIMULATOR_URL"] ?? "") !== "";
  if (provider !== "simulator" || isRunning) {
    return { ...resolveProvider(environment, query), close: async () => {} };
  }
  const simulator = await startSimulatorThread();
  return {
    ...resolveProvider(environment, { ...query, baseUrl: simulator.url }),
    close: () => simulator.close(),
  };
}

/**
 * The provider and the model of a wish, by the environment.
 *
 * @throws {UsageError} When there is none, or something is missing that it needs.
 */
export function resolveProvider(
  environment: Terminal["environment"],
  query: ProviderQuery,
): ResolvedProvider {
  try {
    return providerFromEnvironment(environment, query);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const hint = error.message.startsWith("Cannot choose a provider")
      ? "; --provider simulator starts the embedded one"
      : "";
    throw new UsageError(`${error.message}${hint}`, { cause: error });
  }
}
