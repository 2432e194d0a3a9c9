import { openAiChat, type Provider } from "../providers/index.ts";
import { startSimulatorThread } from "../simulator/index.ts";
import type { Plan, ProviderChoice } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { type WireClient, wireClient } from "./wire-client.ts";

/** The environment's variables by name, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What answers a run's requests, opened for the length of the run. */
export interface Sources {
  /** The one that a plan's choice stands for. */
  providerFor(choice: ProviderChoice): Provider;
  /** Where the server tells what it did; `undefined` where nobody should ask. */
  truthOrigin(choice: ProviderChoice): string | undefined;
  /** What sends the requests; `undefined` for runs that make none. */
  readonly wire: WireClient | undefined;
  close(): Promise<void>;
}

/**
 * Opens all that a plan's arms ask: starts the embedded provider where one needs it, takes keys from
 * the environment.
 *
 * @throws {PlanError} When a key is missing.
 */
export async function openSources(plan: Plan, variables: Variables): Promise<Sources> {
  const choices = plan.arms.map((arm) => arm.provider);
  for (const choice of choices) if (choice.kind === "openai-chat") requireKey(variables);
  const simulator = choices.some(({ kind }) => kind === "embedded")
    ? await startSimulatorThread({ seed: plan.seed })
    : undefined;
  const origin = simulator === undefined ? undefined : new URL(simulator.url).origin;
  const opened = new Map<string, Provider>();

  return {
    providerFor(choice) {
      const key = JSON.stringify(choice);
      const provider = opened.get(key) ?? open(choice, { origin, variables });
      opened.set(key, provider);
      return provider;
    },
    truthOrigin(choice) {
      if (choice.kind === "embedded") return origin;
      const baseUrl = choice.baseUrl ?? variables["OPENAI_BASE_URL"];
      return baseUrl !== undefined && isLoopback(baseUrl) ? new URL(baseUrl).origin : undefined;
    },
    wire: wireClient(),
    close: async () => simulator?.close(),
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
    truthOrigin: () => undefined,
    wire: undefined,
    close: () => Promise.resolve(),
  };
}

function open(
  choice: ProviderChoice,
  { origin, variables }: { readonly origin: string | undefined; readonly variables: Variables },
): Provider {
  if (choice.kind === "embedded") {
    return openAiChat({ apiKey: "embedded", baseUrl: `${origin}/v1` });
  }
  const baseUrl = choice.baseUrl ?? variables["OPENAI_BASE_URL"];
  return openAiChat({
    apiKey: requireKey(variables),
    ...(baseUrl ? { baseUrl } : {}),
  });
}

function requireKey(variables: Variables): string {
  const key = variables["OPENAI_API_KEY"] ?? "";
  if (key !== "") return key;
  throw new PlanError(
    "Cannot call openai-chat as OPENAI_API_KEY must be set: set it to your key, or to any text where the server needs none",
  );
}

/** Only a server on this machine can be a simulator of ours; strangers are not asked for its pages. */
function isLoopback(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(URL.parse(url)?.hostname ?? "");
}
