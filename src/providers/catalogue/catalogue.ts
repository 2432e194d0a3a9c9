import { anthropicMessages } from "../anthropic/messages.ts";
import { bedrock } from "../bedrock/converse.ts";
import { bedrockAnthropic } from "../bedrock/anthropic.ts";
import { bedrockFromEnvironment } from "./bedrock-from-environment.ts";
import { compatibleEntries } from "./compatible-entries.ts";
import { gemini } from "../gemini/gemini.ts";
import { ollamaChat } from "../ollama/chat.ts";
import { ollamaGenerate } from "../ollama/generate.ts";
import { ollamaUrl } from "../ollama/url.ts";
import { openAiChat } from "../openai/chat.ts";
import { openAiCompletions } from "../openai/completions.ts";
import { openAiResponses } from "../openai/responses.ts";
import type { Provider } from "../provider.ts";
import type { ProviderEntry, ProviderSettings } from "./provider-entry.ts";

const BOTH = ["own", "sdk"] as const;
const OWN = ["own"] as const;

/** What the three wires of OpenAI have in common. */
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
  // AWS's SDK finds credentials in more places than variables.
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
  addressOf: ollamaUrl,
} as const;

/**
 * All providers that can be asked by name, in the order in which `providerFromEnvironment` looks for one
 * that is set up: the large ones, the servers that imitate OpenAI's, Ollama, Bedrock, and last the embedded
 * simulator.
 */
export const providerCatalogue: readonly ProviderEntry[] = [
  entry({
    ...OPENAI,
    id: "openai-chat",
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
    label: "The embedded simulator",
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

type EntryParts = Omit<ProviderEntry, "capabilities" | "create" | "addressOf"> & {
  readonly create: (settings: ProviderSettings) => Provider;
  readonly addressOf?: ProviderEntry["addressOf"];
};

/** An entry that refuses what its provider would misunderstand, and says which variable is missing. */
function entry(parts: EntryParts): ProviderEntry {
  const { id, variables, needsKey, decodes, addressOf = (address) => address } = parts;

  function create(settings: ProviderSettings): Provider {
    const { apiKey = "", baseUrl = parts.baseUrl, decode = "own" } = settings;
    if (needsKey && apiKey === "") {
      throw new TypeError(`Cannot ask ${id} as it needs a key: set ${variables.key.join(" or ")}`);
    }
    const findsItsPlace = baseUrl !== undefined || variables.signs.length > 0;
    if (!findsItsPlace) {
      throw new TypeError(
        `Cannot ask ${id} as it must be known where: set ${variables.baseUrl.join(" or ")}`,
      );
    }
    if (!decodes.includes(decode)) {
      throw new TypeError(
        `Cannot ask ${id} as its answers are decoded by one of ${decodes.join(", ")}: current value is "${decode}"`,
      );
    }
    if (baseUrl === undefined) return parts.create(settings);
    return parts.create({ ...settings, baseUrl: addressOf(baseUrl) });
  }

  return {
    ...parts,
    addressOf,
    create,
    get capabilities() {
      // A provider is made of closures, and opens nothing until it is asked.
      return create({ apiKey: "none", baseUrl: parts.baseUrl ?? "http://127.0.0.1" }).capabilities;
    },
  };
}

function withKey({ apiKey = "", ...rest }: ProviderSettings) {
  return { ...rest, apiKey };
}
