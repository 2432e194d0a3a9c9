import { preciseClock } from "../../clock/index.ts";
import {
  openAiChat,
  type Provider,
  providerAccess,
  providerNamed,
  providerWith,
} from "../../providers/index.ts";
import { startSimulatorThread } from "../../simulator/index.ts";
import { EMBEDDED, type Plan, type ProviderChoice } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import { hasProxySupport, type Proxies, proxiesIn, type Variables } from "../store/proxies.ts";
import { type WireClient, wireClient } from "./wire-client.ts";

/** What answers a run's requests, opened for the length of the run. */
export interface Sources {
  /** The one that a plan's choice stands for. */
  providerFor(choice: ProviderChoice): Provider;
  /** What sends the requests; `undefined` for runs that make none. */
  readonly wire: WireClient | undefined;
  /** The proxies that requests may go through; `undefined` for none. */
  readonly proxies: Proxies | undefined;
  close(): Promise<void>;
}

/**
 * Opens all that a plan's arms ask: starts the embedded provider where one needs it, takes keys from
 * the environment.
 *
 * @throws {PlanError} When a key or an address is missing.
 */
export async function openSources(plan: Plan, variables: Variables): Promise<Sources> {
  const choices = plan.arms.map((arm) => arm.provider);
  const opened = new Map<string, Provider>();
  for (const choice of choices) {
    if (choice.kind !== EMBEDDED) opened.set(keyOf(choice), named(choice, variables));
  }
  const proxies = usableProxies(variables);
  const simulator = choices.some(({ kind }) => kind === EMBEDDED)
    ? await startSimulatorThread({ seed: plan.seed })
    : undefined;
  const embedded = openAiChat({
    apiKey: EMBEDDED,
    baseUrl: simulator?.url ?? "http://127.0.0.1/v1",
  });
  const wire = wireClient(preciseClock(), proxies);

  return {
    providerFor: (choice) => opened.get(keyOf(choice)) ?? embedded,
    wire,
    proxies: choices.some(({ kind }) => kind !== EMBEDDED) ? proxies : undefined,
    async close() {
      wire.close();
      await simulator?.close();
    },
  };
}

/** For runs that make no request. */
export function noSources(): Sources {
  return {
    providerFor({ kind }) {
      throw new RangeError(
        `Cannot ask a provider as the run makes no requests: current value is "${kind}"`,
      );
    },
    wire: undefined,
    proxies: undefined,
    close: () => Promise.resolve(),
  };
}

const keyOf = ({ kind, baseUrl }: ProviderChoice) => JSON.stringify([kind, baseUrl]);

/** What the catalogue refuses stands in the plan here. */
function named({ kind, baseUrl }: ProviderChoice, variables: Variables): Provider {
  try {
    const access = providerAccess(providerNamed(kind), variables);
    return providerWith(access, variables, baseUrl === undefined ? {} : { baseUrl });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PlanError(error.message, { cause: error });
  }
}

function usableProxies(variables: Variables): Proxies | undefined {
  if (!hasProxySupport()) return undefined;
  try {
    return proxiesIn(variables);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PlanError(error.message, { cause: error });
  }
}
