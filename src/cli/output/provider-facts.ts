import type { Capabilities, ProviderAccess, ProviderVariables } from "../../providers/index.ts";

/** Facts about a provider that may be printed; never a key. */
export interface ProviderFacts {
  readonly id: string;
  /** The name to select it by. */
  readonly name: string;
  readonly label: string;
  readonly isConfigured: boolean;
  /** The environment variable that sets it up. */
  readonly setBy: string | undefined;
  readonly needsKey: boolean;
  readonly variables: ProviderVariables;
  /** Without user, password and query. */
  readonly baseUrl: string | undefined;
  readonly model: string | undefined;
  readonly capabilities: Capabilities;
}

export function providerFacts(access: ProviderAccess): ProviderFacts {
  const { entry, key, baseUrl, sign, model, isConfigured } = access;
  const { id, name, label, variables, needsKey, capabilities } = entry;
  return {
    id,
    name,
    label,
    isConfigured,
    setBy: isConfigured ? (key ?? baseUrl ?? sign)?.name : undefined,
    needsKey,
    variables,
    baseUrl: bareUrl(baseUrl === undefined ? entry.baseUrl : entry.normalizeUrl(baseUrl.value)),
    model: model?.value ?? entry.model,
    capabilities,
  };
}

/** URLs may contain a password. */
function bareUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return "(not a URL)";
  return `${url.origin}${url.pathname.replace(/\/$/u, "")}`;
}
