import type { Capabilities } from "../request/capabilities.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";

/** Static description of a provider. */
export interface ProviderEntry {
  /** The exact name of the API, such as `openai-chat`; as in results, traces and recordings. */
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

/** Settings that a catalogue entry creates a provider from. */
export interface ProviderSettings extends Omit<SdkSettings, "apiKey"> {
  readonly apiKey?: string | undefined;
  /** For settings of one provider only, such as AWS's region. */
  readonly environment?: EnvironmentVariables | undefined;
}

/** Whether requests have a destination. A provider with `signs` finds its URL by its region. */
export function hasEndpoint(
  { baseUrl, variables }: Pick<ProviderEntry, "baseUrl" | "variables">,
  configuredUrl: string | undefined,
): boolean {
  return (configuredUrl ?? baseUrl) !== undefined || variables.signs.length > 0;
}
