import type { SdkSettings } from "../http/http-settings.ts";
import type { Capabilities, Provider } from "../provider.ts";

/** Static description of a provider. */
export interface ProviderEntry {
  /** The exact name of the API, such as `openai-chat`. */
  readonly id: string;
  /** The name to select it by, such as `openai`; the same as `id` if there is no shorter one. */
  readonly name: string;
  /** For display. */
  readonly label: string;
  readonly variables: ProviderVariables;
  /** Whether it needs an API key from one of `variables.key`. */
  readonly needsKey: boolean;
  /** The default base URL; `undefined` if one must be set. */
  readonly baseUrl: string | undefined;
  /** Completes a base URL as users write it, such as a bare host; returns the string unchanged if that fails. */
  normalizeUrl(this: void, url: string): string;
  /** The default model; `undefined` if one must be set. */
  readonly model: string | undefined;
  /** The supported decoders of its answers: this package's, and its SDK's. */
  readonly decodes: readonly ("own" | "sdk")[];
  readonly capabilities: Capabilities;
  /** @throws {TypeError} When a setting is missing or invalid. */
  create(settings: ProviderSettings): Provider;
}

/** The environment variables that a provider reads, each list in order of precedence. */
export interface ProviderVariables {
  readonly key: readonly string[];
  readonly baseUrl: readonly string[];
  readonly model: readonly string[];
  /** Variables whose presence marks the provider as configured. */
  readonly signs: readonly string[];
}

/** Environment variables by name, as in `process.env`. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Settings that a catalogue entry creates a provider from. */
export interface ProviderSettings extends Omit<SdkSettings, "apiKey"> {
  readonly apiKey?: string | undefined;
  /** For settings of one provider only, such as AWS's region. */
  readonly environment?: EnvironmentVariables | undefined;
}

type EntryDefaults = Pick<
  ProviderEntry,
  "name" | "needsKey" | "baseUrl" | "normalizeUrl" | "model" | "decodes"
>;

/**
 * An entry that validates settings before it creates the provider, and names the variable that is missing. Unless
 * `parts` has others, it needs a base URL and a model but no key, and supports both decoders.
 */
export function providerEntry(
  parts: Pick<ProviderEntry, "id" | "label" | "variables" | "create"> & Partial<EntryDefaults>,
): ProviderEntry {
  const entry = {
    name: parts.id,
    needsKey: false,
    baseUrl: undefined,
    normalizeUrl: (url: string) => url,
    model: undefined,
    decodes: ["own", "sdk"] as const,
    ...parts,
  };

  function create(settings: ProviderSettings): Provider {
    const { name, variables, needsKey, decodes, normalizeUrl } = entry;
    const { apiKey = "", baseUrl = entry.baseUrl, decode = "own" } = settings;
    if (needsKey && apiKey === "") {
      throw new TypeError(
        `Cannot call ${name} without an API key: set ${variables.key.join(" or ")}`,
      );
    }
    if (!hasEndpoint(entry, baseUrl)) {
      throw new TypeError(
        `Cannot call ${name} without a base URL: set ${variables.baseUrl.join(" or ")}`,
      );
    }
    if (!decodes.includes(decode)) {
      throw new TypeError(
        `Cannot call ${name} as decode must be one of ${decodes.join(", ")}: current value is "${decode}"`,
      );
    }
    if (baseUrl === undefined) return parts.create(settings);
    return parts.create({ ...settings, baseUrl: normalizeUrl(baseUrl) });
  }

  return {
    ...entry,
    create,
    get capabilities() {
      // Creating a provider opens no connection.
      return create({ apiKey: "none", baseUrl: entry.baseUrl ?? "http://127.0.0.1" }).capabilities;
    },
  };
}

/** A variable with a value. */
export interface SetVariable {
  readonly name: string;
  /** Without surrounding whitespace: a header would reject a trailing line feed, and the error would quote it. */
  readonly value: string;
}

/** Returns the first variable that is set; whitespace alone counts as unset. */
export function firstSet(
  names: readonly string[],
  environment: EnvironmentVariables,
): SetVariable | undefined {
  return names
    .map((name) => ({ name, value: environment[name]?.trim() ?? "" }))
    .find(({ value }) => value !== "");
}

/** Variables whose names start with the provider's, such as `OPENAI_API_KEY`. */
export function variablesOf(prefix: string): ProviderVariables {
  const named = (name: string) => [`${prefix}_${name}`];
  return { key: named("API_KEY"), baseUrl: named("BASE_URL"), model: named("MODEL"), signs: [] };
}

/** Whether requests have a destination. A provider with `signs` finds its URL by its region. */
export function hasEndpoint(
  { baseUrl, variables }: Pick<ProviderEntry, "baseUrl" | "variables">,
  configuredUrl: string | undefined,
): boolean {
  return (configuredUrl ?? baseUrl) !== undefined || variables.signs.length > 0;
}
