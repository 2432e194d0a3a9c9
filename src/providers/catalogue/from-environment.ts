import { providerCatalogue } from "./catalogue.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import type { Provider } from "../provider.ts";
import {
  type ProviderAccess,
  providerAccess,
  providerNamed,
  type ProviderOverrides,
  providerWith,
} from "./provider-access.ts";

/** A provider, and the model to ask where the caller names none. */
export interface ResolvedProvider {
  readonly provider: Provider;
  readonly model: string;
}

/** What a caller says about the provider; the environment says the rest. */
export interface ProviderQuery extends ProviderOverrides {
  /** A name in the {@link providerCatalogue}. */
  readonly provider?: string;
  readonly model?: string;
}

/**
 * The provider that the environment asks for, or the caller by name; its key is always the environment's.
 *
 * 1. The one that is named.
 * 2. Where only a base URL is given: `openai-compatible`, so that no key goes to a server that it was not
 *    made for.
 * 3. The first of the {@link providerCatalogue} that is set up and whose model is known, by its variable or
 *    by the catalogue. So `OPENAI_API_KEY` comes first and the simulator of `npm start` last; and credentials
 *    for AWS alone do not send a prompt there.
 *
 * @throws {TypeError} When there is none; the name is unknown, with the closest one; a key, a URL or a model is
 * missing, with the variable to set.
 *
 * @example
 * ```ts
 * const { model } = providerFromEnvironment({ MILLRACE_SIMULATOR_URL: "http://127.0.0.1:8000/v1" });
 * model; // "hosted-fast"
 * const local = providerFromEnvironment({}, { provider: "ollama-chat", model: "llama3.2" });
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
    `Cannot ask ${entry.id} as a model must be named: set ${entry.variables.model.join(" or ")}, or name one`,
  );
}

function chosenAccess(
  environment: EnvironmentVariables,
  { provider, baseUrl }: ProviderQuery,
): ProviderAccess {
  const named = provider ?? (baseUrl === undefined ? undefined : "openai-compatible");
  if (named !== undefined) return providerAccess(providerNamed(named), environment);
  const first = configuredProviders(environment).find((access) => modelOf(access) !== undefined);
  if (first !== undefined) return first;
  const keys = providerCatalogue.filter(({ needsKey }) => needsKey);
  const names = new Set(keys.flatMap(({ variables }) => variables.key));
  throw new TypeError(
    `Cannot choose a provider as none of ${[...names].join(", ")} and MILLRACE_SIMULATOR_URL is set: ` +
      "set a key, name a provider, or start with npm start",
  );
}

/**
 * What is set up in the environment, in the order of the catalogue.
 *
 * @example
 * ```ts
 * const found = configuredProviders({ ANTHROPIC_API_KEY: "k", OLLAMA_HOST: "127.0.0.1" });
 * found.map(({ entry }) => entry.id); // ["anthropic-messages", "ollama-chat", "ollama-generate"]
 * ```
 */
export function configuredProviders(environment: EnvironmentVariables): readonly ProviderAccess[] {
  return providerCatalogue
    .map((entry) => providerAccess(entry, environment))
    .filter(({ isConfigured }) => isConfigured);
}

function modelOf({ model, entry }: ProviderAccess): string | undefined {
  return model?.value ?? entry.model;
}
