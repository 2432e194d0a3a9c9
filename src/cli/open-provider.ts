import {
  findProvider,
  NoProviderError,
  providerFromEnvironment,
  type ProviderQuery,
  type ResolvedProvider,
} from "../providers/index.ts";
import { startSimulatorThread } from "../simulator/index.ts";
import { readChoice } from "./inputs/read-value.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import type { Terminal } from "./output/terminal.ts";
import { useProxies } from "./use-proxies.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** A provider that a command closes at its end. */
export interface OpenProvider extends ResolvedProvider {
  close(): Promise<void>;
}

/**
 * Opens the provider that the command line names, or else the environment, with the environment's proxies. Starts the
 * simulator if it is named and none is running.
 *
 * @throws {UsageError} When there is none, or it is not set up.
 */
export async function openProvider(
  values: RequestValues,
  { environment, err }: Pick<Terminal, "environment" | "err">,
): Promise<OpenProvider> {
  useProxies({ environment, err });
  const decode = readChoice(values.decode, "decode", ["own", "sdk"]);
  const { provider, model, "base-url": baseUrl } = values;
  const query: ProviderQuery = { provider, model, baseUrl, decode };
  const isRunning = (baseUrl ?? environment["MILLRACE_SIMULATOR_URL"] ?? "") !== "";
  if (isRunning || provider === undefined || findProvider(provider)?.id !== "simulator") {
    return { ...resolveProvider(environment, query), close: async () => {} };
  }
  const simulator = await startSimulatorThread();
  return {
    ...resolveProvider(environment, { ...query, baseUrl: simulator.url }),
    close: () => simulator.close(),
  };
}

/**
 * Resolves the provider and the model of a query.
 *
 * @throws {UsageError} When there is none, or it is not set up.
 */
export function resolveProvider(
  environment: Terminal["environment"],
  query: ProviderQuery,
): ResolvedProvider {
  try {
    return providerFromEnvironment(environment, query);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const hint =
      error instanceof NoProviderError ? "; --provider simulator starts a simulated one" : "";
    throw new UsageError(`${error.message}${hint}`, { cause: error });
  }
}
