import { anthropicMessages } from "../anthropic/messages.ts";
import { bedrock } from "../bedrock/converse.ts";
import { bedrockAnthropic } from "../bedrock/anthropic.ts";
import { bedrockFromEnvironment } from "./bedrock-from-environment.ts";
import { compatibleEntries } from "./compatible-entries.ts";
import { gemini } from "../gemini/gemini.ts";
import { ollamaChat, ollamaGenerate, ollamaUrl } from "../ollama/ollama.ts";
import { openAiChat } from "../openai/chat.ts";
import { openAiCompletions } from "../openai/completions.ts";
import { openAiResponses } from "../openai/responses.ts";
import type { Provider } from "../provider.ts";
import { hasEndpoint, type ProviderEntry, type ProviderSettings } from "./provider-entry.ts";

const BOTH = ["own", "sdk"] as const;
const OWN = ["own"] as const;

/** Shared by OpenAI's three APIs. */
const OPENAI = {
  variables: {
    key: ["OPENAI_API_KEY"],
    baseUrl: ["OPENAI_BASE_URL"],
    model: ["OPENAI_MODEL"],
    signs: [],
  },
  needsKey: true,
  baseUrl: "https://api.openai.com/v1",
  model: "gpt-4o-mini",
  decodes: BOTH,
} as const;

const AWS_SIGNS = ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"];

const BEDROCK = {
  variables: {
    key: ["AWS_BEARER_TOKEN_BEDROCK"],
    baseUrl: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
    model: ["BEDROCK_MODEL"],
    signs: AWS_SIGNS,
  },
  // AWS's SDK also finds credentials outside of environment variables.
  needsKey: false,
  baseUrl: undefined,
  model: undefined,
  decodes: OWN,
} as const;

const OLLAMA = {
  variables: {
    key: ["OLLAMA_API_KEY"],
    baseUrl: ["OLLAMA_HOST"],
    model: ["OLLAMA_MODEL"],
    signs: [],
  },
  needsKey: false,
  baseUrl: "http://127.0.0.1:11434",
  model: undefined,
  decodes: BOTH,
  normalizeUrl: ollamaUrl,
} as const;

/**
 * All providers that can be selected by name, in the order in which `providerFromEnvironment` looks for a configured
 * one: the large hosted APIs, servers compatible with OpenAI's, Ollama, Bedrock, and last the simulator.
 */
export const providerCatalogue: readonly ProviderEntry[] = [
  entry({
    ...OPENAI,
    id: "openai-chat",
    name: "openai",
    label: "OpenAI, chat completions",
    create: (settings) => openAiChat(withKey(settings)),
  }),
  entry({
    ...OPENAI,
    id: "openai-responses",
    label: "OpenAI, responses",
    create: (settings) => openAiResponses(withKey(settings)),
  }),
  entry({
    ...OPENAI,
    id: "openai-completions",
    label: "OpenAI, legacy completions",
    model: "gpt-3.5-turbo-instruct",
    create: (settings) => openAiCompletions(withKey(settings)),
  }),
  entry({
    id: "anthropic-messages",
    name: "anthropic",
    label: "Anthropic",
    variables: {
      key: ["ANTHROPIC_API_KEY"],
      baseUrl: ["ANTHROPIC_BASE_URL"],
      model: ["ANTHROPIC_MODEL"],
      signs: [],
    },
    needsKey: true,
    baseUrl: "https://api.anthropic.com",
    model: "claude-haiku-4-5",
    decodes: BOTH,
    create: (settings) => anthropicMessages(withKey(settings)),
  }),
  entry({
    id: "gemini",
    label: "Google Gemini",
    variables: {
      key: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
      baseUrl: ["GEMINI_BASE_URL"],
      model: ["GEMINI_MODEL"],
      signs: [],
    },
    needsKey: true,
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    model: "gemini-2.5-flash",
    decodes: OWN,
    create: (settings) => gemini(withKey(settings)),
  }),
  ...compatibleEntries.map(entry),
  entry({
    ...OLLAMA,
    id: "ollama-chat",
    name: "ollama",
    label: "Ollama, chat",
    create: ollamaChat,
  }),
  entry({
    ...OLLAMA,
    id: "ollama-generate",
    label: "Ollama, generate",
    create: ollamaGenerate,
  }),
  entry({
    ...BEDROCK,
    id: "bedrock",
    label: "Amazon Bedrock, converse",
    create: (settings) => bedrock(bedrockFromEnvironment(settings)),
  }),
  entry({
    ...BEDROCK,
    id: "bedrock-anthropic",
    label: "Anthropic at Amazon Bedrock",
    create: (settings) => bedrockAnthropic(bedrockFromEnvironment(settings)),
  }),
  entry({
    id: "simulator",
    label: "Millrace's simulator",
    variables: {
      key: [],
      baseUrl: ["MILLRACE_SIMULATOR_URL"],
      model: [],
      signs: [],
    },
    needsKey: false,
    baseUrl: undefined,
    model: "hosted-fast",
    decodes: BOTH,
    create: (settings) => openAiChat(withKey({ ...settings, apiKey: "none" })),
  }),
];

type EntryParts = Omit<ProviderEntry, "name" | "capabilities" | "create" | "normalizeUrl"> & {
  readonly name?: string;
  readonly create: (settings: ProviderSettings) => Provider;
  readonly normalizeUrl?: ProviderEntry["normalizeUrl"];
};

/** An entry that validates settings before it creates the provider, and names the variable that is missing. */
function entry(parts: EntryParts): ProviderEntry {
  const { id, name = id, variables, needsKey, decodes, normalizeUrl = (url) => url } = parts;

  function create(settings: ProviderSettings): Provider {
    const { apiKey = "", baseUrl = parts.baseUrl, decode = "own" } = settings;
    if (needsKey && apiKey === "") {
      throw new TypeError(
        `Cannot call ${name} without an API key: set ${variables.key.join(" or ")}`,
      );
    }
    if (!hasEndpoint(parts, baseUrl)) {
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
    ...parts,
    name,
    normalizeUrl,
    create,
    get capabilities() {
      // Creating a provider opens no connection.
      return create({ apiKey: "none", baseUrl: parts.baseUrl ?? "http://127.0.0.1" }).capabilities;
    },
  };
}

function withKey({ apiKey = "", ...rest }: ProviderSettings) {
  return { ...rest, apiKey };
}
