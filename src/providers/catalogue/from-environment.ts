import { providerCatalogue } from "./catalogue.ts";
import type { Provider } from "../provider.ts";
import type { EnvironmentVariables } from "./provider-entry.ts";
import {
  type ProviderAccess,
  providerAccess,
  providerNamed,
  type ProviderOverrides,
  providerWith,
} from "./provider-access.ts";

/** A provider and its model. */
export interface ResolvedProvider {
  readonly provider: Provider;
  readonly model: string;
}

/** What the caller chooses; the environment provides the rest. */
export interface ProviderQuery extends ProviderOverrides {
  /** A name from the {@link providerCatalogue}, short (`openai`) or exact (`openai-chat`). */
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * Thrown if no provider is named and the environment configures none.
 *
 * @example
 * ```ts
 * new NoProviderError("No provider is set up").name; // "NoProviderError"
 * ```
 */
export class NoProviderError extends TypeError {
  override readonly name = "NoProviderError";
}

/**
 * Creates the provider that the caller names or the environment configures; the API key always comes from the
 * environment.
 *
 * 1. The provider of the query.
 * 2. If there is only a base URL: `openai-compatible`, so that no API key goes to an unrelated server.
 * 3. The first of the {@link providerCatalogue} that is configured and has a model, set by its variable or the
 *    catalogue's default. So `OPENAI_API_KEY` comes first and the simulator of `npm start` last, and AWS credentials
 *    alone do not send a prompt to AWS.
 *
 * @throws {NoProviderError} When none is configured.
 * @throws {TypeError} When the name is unknown (suggests the closest one), or an API key, a base URL or a model is
 * missing (names the variable to set).
 *
 * @example
 * ```ts
 * const { model } = providerFromEnvironment({ MILLRACE_SIMULATOR_URL: "http://127.0.0.1:8000/v1" });
 * model; // "hosted-fast"
 * const local = providerFromEnvironment({}, { provider: "ollama", model: "llama3.2" });
 * local.provider.id; // "ollama-chat"
 * ```
 */
export function providerFromEnvironment(
  environment: EnvironmentVariables,
  query: ProviderQuery = {},
): ResolvedProvider {
  const access = chosenAccess(environment, query);
  const { entry } = access;
  const provider = providerWith(access, environment, query);
  const model = query.model ?? modelOf(access);
  if (model !== undefined) return { provider, model };
  throw new TypeError(
    `Cannot call ${entry.name} without a model: set ${entry.variables.model.join(" or ")}, or name one`,
  );
}

function chosenAccess(
  environment: EnvironmentVariables,
  { provider, baseUrl }: ProviderQuery,
): ProviderAccess {
  const named = provider ?? (baseUrl === undefined ? undefined : "openai-compatible");
  if (named !== undefined) return providerAccess(providerNamed(named), environment);
  const first = providerCatalogue
    .map((entry) => providerAccess(entry, environment))
    .find((access) => access.isConfigured && modelOf(access) !== undefined);
  if (first !== undefined) return first;
  const keys = providerCatalogue.filter(({ needsKey }) => needsKey);
  const names = new Set(keys.flatMap(({ variables }) => variables.key));
  throw new NoProviderError(
    `Cannot choose a provider as none of ${[...names].join(", ")} and MILLRACE_SIMULATOR_URL is set: ` +
      "set a key, name a provider, or start with npm start",
  );
}

const modelOf = ({ model, entry }: ProviderAccess) => model?.value ?? entry.model;
