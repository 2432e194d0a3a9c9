import process from "node:process";

import { preciseClock } from "../../clock/index.ts";
import {
  type EnvironmentVariables,
  openAiChat,
  type Provider,
  providerAccess,
  providerNamed,
  providerWith,
} from "../../providers/index.ts";
import { startSimulatorThread } from "../../simulator/index.ts";
import { type Plan, type PlannedProvider, SIMULATOR, startsSimulator } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import { hasProxySupport, type Proxies, proxiesIn } from "../store/proxies.ts";
import { type WireClient, wireClient } from "./wire-client.ts";

/** The providers of a run, opened for its duration. */
export interface RunProviders {
  providerFor(choice: PlannedProvider): Provider;
  /** Sends the requests; `undefined` for runs without requests. */
  readonly wire: WireClient | undefined;
  /** Those that requests may go through. */
  readonly proxies: Proxies | undefined;
  close(): Promise<void>;
}

/**
 * Opens the providers of a plan's arms: starts the simulator if one needs it, and reads keys from the environment.
 *
 * @throws {PlanError} When a key or a base URL is missing.
 */
export async function openProviders(
  plan: Plan,
  variables: EnvironmentVariables = process.env,
): Promise<RunProviders> {
  const choices = plan.arms.map((arm) => arm.provider);
  const opened = new Map<string, Provider>();
  for (const choice of choices) {
    if (startsSimulator(choice)) continue;
    const provider = orPlanError(() => openNamed(choice, variables));
    opened.set(keyOf(choice), provider);
  }
  const proxies = hasProxySupport() ? orPlanError(() => proxiesIn(variables)) : undefined;
  const simulator = choices.some(startsSimulator)
    ? await startSimulatorThread({ seed: plan.seed })
    : undefined;
  const simulated = openAiChat({
    apiKey: SIMULATOR,
    baseUrl: simulator?.url ?? "http://127.0.0.1/v1",
  });
  const wire = wireClient(preciseClock(), proxies);

  return {
    providerFor: (choice) => opened.get(keyOf(choice)) ?? simulated,
    wire,
    proxies: choices.every(startsSimulator) ? undefined : proxies,
    async close() {
      wire.close();
      await simulator?.close();
    },
  };
}

/** For runs without requests. */
export function noProviders(): RunProviders {
  return {
    providerFor({ kind }) {
      throw new RangeError(
        `Cannot open a provider as the run sends no requests: current value is "${kind}"`,
      );
    },
    wire: undefined,
    proxies: undefined,
    close: () => Promise.resolve(),
  };
}

const keyOf = ({ kind, baseUrl }: PlannedProvider) => JSON.stringify([kind, baseUrl]);

function openNamed({ kind, baseUrl }: PlannedProvider, variables: EnvironmentVariables): Provider {
  const access = providerAccess(providerNamed(kind), variables);
  return providerWith(access, variables, baseUrl === undefined ? {} : { baseUrl });
}

/** Rethrows what is wrong with the environment as `PlanError`. */
function orPlanError<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PlanError(error.message, { cause: error });
  }
}
