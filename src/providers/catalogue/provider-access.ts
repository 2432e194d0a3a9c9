import { closestName } from "../../text/index.ts";
import { providerCatalogue } from "./catalogue.ts";
import type { Provider } from "../provider.ts";
import {
  type EnvironmentVariables,
  firstSet,
  hasEndpoint,
  type ProviderEntry,
  type ProviderSettings,
  type SetVariable,
} from "./provider-entry.ts";

/** One provider's configuration in the environment. */
export interface ProviderAccess {
  readonly entry: ProviderEntry;
  /** The variable with its API key. */
  readonly key: SetVariable | undefined;
  readonly baseUrl: SetVariable | undefined;
  readonly model: SetVariable | undefined;
  /** Another variable that marks it as configured. */
  readonly sign: SetVariable | undefined;
  /** Whether its base URL is known and its API key is set; if it needs no key, whether any of its variables is set. */
  readonly isConfigured: boolean;
}

/**
 * Reads one provider's configuration from the environment. Empty variables count as unset.
 *
 * @example
 * ```ts
 * const [openAi] = providerCatalogue;
 * const access = openAi && providerAccess(openAi, { OPENAI_API_KEY: "sk-1" });
 * access?.key?.name; // "OPENAI_API_KEY"
 * access?.isConfigured; // true
 * ```
 */
export function providerAccess(
  entry: ProviderEntry,
  environment: EnvironmentVariables,
): ProviderAccess {
  const { variables, needsKey } = entry;
  const key = firstSet(variables.key, environment);
  const baseUrl = firstSet(variables.baseUrl, environment);
  const sign = firstSet(variables.signs, environment);
  return {
    entry,
    key,
    baseUrl,
    model: firstSet(variables.model, environment),
    sign,
    isConfigured:
      hasEndpoint(entry, baseUrl?.value) &&
      (needsKey ? key : (key ?? baseUrl ?? sign)) !== undefined,
  };
}

/** Overrides from the caller; the API key always comes from the environment. */
export type ProviderOverrides = Pick<ProviderSettings, "baseUrl" | "decode" | "fetch">;

/**
 * Creates a provider with its API key from the environment.
 *
 * @throws {TypeError} When a setting is missing; names the variable to set.
 *
 * @example
 * ```ts
 * const environment = { GEMINI_API_KEY: "k" };
 * providerWith(providerAccess(providerNamed("gemini"), environment), environment).id; // "gemini"
 * ```
 */
export function providerWith(
  { entry, key, baseUrl }: ProviderAccess,
  environment: EnvironmentVariables,
  { decode, fetch, baseUrl: override = baseUrl?.value }: ProviderOverrides = {},
): Provider {
  return entry.create({ environment, apiKey: key?.value, baseUrl: override, decode, fetch });
}

/** The names to select a provider by, one for each, in the order of the catalogue. */
export const providerNames: readonly string[] = providerCatalogue.map(({ name }) => name);

/**
 * The catalogue's entry of a name, which may be short (`openai`) or exact (`openai-chat`).
 *
 * @throws {TypeError} When the name is unknown; suggests the closest one.
 *
 * @example
 * ```ts
 * providerNamed("openai").id; // "openai-chat"
 * ```
 */
export function providerNamed(name: string): ProviderEntry {
  const entry = findProvider(name);
  if (entry !== undefined) return entry;
  const closest = closestProvider(name);
  throw new TypeError(
    `Cannot select a provider as its name must be one of ${providerNames.join(", ")}: current value is "${name}"` +
      (closest === undefined ? "" : `, did you mean "${closest}"?`),
  );
}

/**
 * The catalogue's entry of a name; `undefined` if the name is unknown.
 *
 * @example
 * ```ts
 * findProvider("vllm")?.id; // "openai-compatible-vllm"
 * ```
 */
export function findProvider(name: string): ProviderEntry | undefined {
  // Older plans and runs call the simulator "embedded".
  const current = name === "embedded" ? "simulator" : name;
  return providerCatalogue.find((entry) => entry.name === current || entry.id === current);
}

/**
 * The name that was probably meant by an unknown one; `undefined` if none is similar.
 *
 * @example
 * ```ts
 * closestProvider("antropic"); // "anthropic"
 * ```
 */
export function closestProvider(name: string): string | undefined {
  return closestName(name, [...providerNames, ...providerCatalogue.map(({ id }) => id)]);
}
