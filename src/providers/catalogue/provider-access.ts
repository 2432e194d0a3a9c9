import { closestName } from "../../text/index.ts";
import { providerCatalogue } from "./catalogue.ts";
import { type EnvironmentVariables, firstSet, type SetVariable } from "./environment-variables.ts";
import type { Provider } from "../provider.ts";
import type { ProviderEntry, ProviderSettings } from "./provider-entry.ts";

/** What the environment's variables say about one provider. */
export interface ProviderAccess {
  readonly entry: ProviderEntry;
  /** What holds its key; the value is for making requests alone. */
  readonly key: SetVariable | undefined;
  readonly baseUrl: SetVariable | undefined;
  readonly model: SetVariable | undefined;
  /** Another variable by which it is known to be set up. */
  readonly sign: SetVariable | undefined;
  /** Whether it is set up: its place is known, and it has the key that it needs, or else something set for it. */
  readonly isConfigured: boolean;
}

/**
 * What the environment's variables say about one provider. A variable that is empty is not set.
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
  const findsItsPlace =
    (entry.baseUrl ?? baseUrl?.value) !== undefined || variables.signs.length > 0;
  return {
    entry,
    key,
    baseUrl,
    model: firstSet(variables.model, environment),
    sign,
    isConfigured: findsItsPlace && (needsKey ? key : (key ?? baseUrl ?? sign)) !== undefined,
  };
}

/** What a caller says of a provider himself; the key is always the environment's. */
export interface ProviderOverrides extends Pick<ProviderSettings, "baseUrl" | "decode" | "fetch"> {}

/**
 * The provider, with the key that the environment has for it.
 *
 * @throws {TypeError} When something that it needs is missing, with the variable to set.
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
  overrides: ProviderOverrides = {},
): Provider {
  const { decode, fetch } = overrides;
  const place = overrides.baseUrl ?? baseUrl?.value;
  return entry.create({
    environment,
    ...(key === undefined ? {} : { apiKey: key.value }),
    ...(place === undefined ? {} : { baseUrl: place }),
    ...(decode === undefined ? {} : { decode }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

/**
 * The catalogue's entry of this name.
 *
 * @throws {TypeError} When there is none; with the name that was probably meant.
 *
 * @example
 * ```ts
 * providerNamed("gemini").variables.key; // ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
 * ```
 */
export function providerNamed(id: string): ProviderEntry {
  const entry = providerCatalogue.find((known) => known.id === id);
  if (entry !== undefined) return entry;
  const names = providerCatalogue.map((known) => known.id);
  const meant = closestName(id, names);
  throw new TypeError(
    `Cannot ask a provider as its name must be one of ${names.join(", ")}: current value is "${id}"` +
      (meant === undefined ? "" : `, did you mean "${meant}"?`),
  );
}
