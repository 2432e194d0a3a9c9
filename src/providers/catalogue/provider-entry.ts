import type { Capabilities } from "../request/capabilities.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";

/** What is known of a provider before it is asked: its place in the catalogue. */
export interface ProviderEntry {
  /** How it is named in `providerFromEnvironment`, in plans and on the command line. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  readonly variables: ProviderVariables;
  /** Whether it cannot be asked without a key of `variables.key`. */
  readonly needsKey: boolean;
  /** Where it is asked when nobody says otherwise; `undefined` where that must be said. */
  readonly baseUrl: string | undefined;
  /** The URL that an address stands for, as people write it; the text as it is where it makes none. */
  addressOf(this: void, address: string): string;
  /** Which model is asked when nobody names one; `undefined` where one must be named. */
  readonly model: string | undefined;
  /** Who may decode its answers. */
  readonly decodes: readonly ("own" | "sdk")[];
  readonly capabilities: Capabilities;
  /** @throws {TypeError} When something that it needs is missing, or is not what it should be. */
  create(settings: ProviderSettings): Provider;
}

/** The environment's variables that a provider heeds, each list in the order in which they count. */
export interface ProviderVariables {
  readonly key: readonly string[];
  readonly baseUrl: readonly string[];
  readonly model: readonly string[];
  /** Others that say by being there that the provider is set up. */
  readonly signs: readonly string[];
}

/** What a catalogue's entry makes a provider of. */
export interface ProviderSettings {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly decode?: NonNullable<SdkSettings["decode"]>;
  readonly fetch?: typeof globalThis.fetch;
  /** For what only one provider wants, such as AWS's region. */
  readonly environment?: EnvironmentVariables;
}
