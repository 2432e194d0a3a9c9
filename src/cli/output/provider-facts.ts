import type { Capabilities, ProviderAccess, ProviderVariables } from "../../providers/index.ts";

/** What may be shown of a provider: which variables hold what, and never a key. */
export interface ProviderFacts {
  readonly id: string;
  readonly label: string;
  readonly isConfigured: boolean;
  /** The variable by which it is set up. */
  readonly setBy: string | undefined;
  readonly needsKey: boolean;
  readonly variables: ProviderVariables;
  /** Without user, password and query. */
  readonly baseUrl: string | undefined;
  /** What is asked where nobody names a model. */
  readonly model: string | undefined;
  readonly capabilities: Capabilities;
}

/** What may be shown of a provider. */
export function providerFacts(access: ProviderAccess): ProviderFacts {
  const { entry, key, baseUrl, sign, model, isConfigured } = access;
  const { id, label, variables, needsKey, capabilities } = entry;
  return {
    id,
    label,
    isConfigured,
    setBy: isConfigured ? (key ?? baseUrl ?? sign)?.name : undefined,
    needsKey,
    variables,
    baseUrl: bareUrl(baseUrl === undefined ? entry.baseUrl : entry.addressOf(baseUrl.value)),
    model: model?.value ?? entry.model,
    capabilities,
  };
}

/** Some people keep a password in a URL. */
function bareUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return "(not a URL)";
  return `${url.origin}${url.pathname.replace(/\/$/u, "")}`;
}
