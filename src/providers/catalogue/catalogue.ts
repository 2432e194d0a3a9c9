import { anthropicMessages } from "../anthropic/messages.ts";
import { bedrock } from "../bedrock/converse.ts";
import { bedrockAnthropic } from "../bedrock/anthropic.ts";
import type { AwsCredentials, BedrockSettings } from "../bedrock/settings.ts";
import { compatibleEntries } from "./compatible-entries.ts";
import { gemini } from "../gemini/gemini.ts";
import { ollamaChat, ollamaGenerate, ollamaUrl } from "../ollama/ollama.ts";
import { openAiChat } from "../openai/chat.ts";
import { openAiCompletions } from "../openai/completions.ts";
import { openAiResponses } from "../openai/responses.ts";
import {
  type EnvironmentVariables,
  firstSet,
  type ProviderEntry,
  providerEntry,
  type ProviderSettings,
  variablesOf,
} from "./provider-entry.ts";

/** Shared by OpenAI's three APIs. */
const OPENAI = {
  variables: variablesOf("OPENAI"),
  needsKey: true,
  baseUrl: "https://api.openai.com/v1",
  model: "gpt-4o-mini",
};

/** Needs no key, as AWS's SDK also finds credentials outside of environment variables. */
const BEDROCK = {
  variables: {
    key: ["AWS_BEARER_TOKEN_BEDROCK"],
    baseUrl: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
    model: ["BEDROCK_MODEL"],
    signs: ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"],
  },
  decodes: ["own"],
} as const;

const OLLAMA = {
  variables: { ...variablesOf("OLLAMA"), baseUrl: ["OLLAMA_HOST"] },
  baseUrl: "http://127.0.0.1:11434",
  normalizeUrl: ollamaUrl,
};

/**
 * All providers that can be selected by name, in the order in which `providerFromEnvironment` looks for a configured
 * one: the large hosted APIs, servers compatible with OpenAI's, Ollama, Bedrock, and last the simulator.
 */
export const providerCatalogue: readonly ProviderEntry[] = [
  providerEntry({
    ...OPENAI,
    id: "openai-chat",
    name: "openai",
    label: "OpenAI, chat completions",
    create: (settings) => openAiChat(withKey(settings)),
  }),
  providerEntry({
    ...OPENAI,
    id: "openai-responses",
    label: "OpenAI, responses",
    create: (settings) => openAiResponses(withKey(settings)),
  }),
  providerEntry({
    ...OPENAI,
    id: "openai-completions",
    label: "OpenAI, legacy completions",
    model: "gpt-3.5-turbo-instruct",
    create: (settings) => openAiCompletions(withKey(settings)),
  }),
  providerEntry({
    id: "anthropic-messages",
    name: "anthropic",
    label: "Anthropic",
    variables: variablesOf("ANTHROPIC"),
    needsKey: true,
    baseUrl: "https://api.anthropic.com",
    model: "claude-haiku-4-5",
    create: (settings) => anthropicMessages(withKey(settings)),
  }),
  providerEntry({
    id: "gemini",
    label: "Google Gemini",
    variables: { ...variablesOf("GEMINI"), key: ["GEMINI_API_KEY", "GOOGLE_API_KEY"] },
    needsKey: true,
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    model: "gemini-2.5-flash",
    decodes: ["own"],
    create: (settings) => gemini(withKey(settings)),
  }),
  ...compatibleEntries,
  providerEntry({
    ...OLLAMA,
    id: "ollama-chat",
    name: "ollama",
    label: "Ollama, chat",
    create: ollamaChat,
  }),
  providerEntry({
    ...OLLAMA,
    id: "ollama-generate",
    label: "Ollama, generate",
    create: ollamaGenerate,
  }),
  providerEntry({
    ...BEDROCK,
    id: "bedrock",
    label: "Amazon Bedrock, converse",
    create: (settings) => bedrock(bedrockFromEnvironment(settings)),
  }),
  providerEntry({
    ...BEDROCK,
    id: "bedrock-anthropic",
    label: "Anthropic at Amazon Bedrock",
    create: (settings) => bedrockAnthropic(bedrockFromEnvironment(settings)),
  }),
  providerEntry({
    id: "simulator",
    label: "Millrace's simulator",
    variables: { key: [], baseUrl: ["MILLRACE_SIMULATOR_URL"], model: [], signs: [] },
    model: "hosted-fast",
    create: (settings) => openAiChat(withKey({ ...settings, apiKey: "none" })),
  }),
];

function withKey({ apiKey = "", ...rest }: ProviderSettings) {
  return { ...rest, apiKey };
}

/**
 * Bedrock's settings, read from the variables that AWS's own tools read: region, profile, and an API key for Bedrock
 * in preference to an access key. Without any of them, AWS's SDK searches further.
 */
export function bedrockFromEnvironment(settings: ProviderSettings): BedrockSettings {
  const { apiKey, baseUrl, fetch, environment = {} } = settings;
  return {
    baseUrl,
    fetch,
    region: firstSet(["AWS_REGION", "AWS_DEFAULT_REGION"], environment)?.value,
    profile: firstSet(["AWS_PROFILE"], environment)?.value,
    apiKey,
    credentials: apiKey === undefined ? credentialsIn(environment) : undefined,
  };
}

function credentialsIn(environment: EnvironmentVariables): AwsCredentials | undefined {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
  ].map((name) => firstSet([name], environment)?.value);
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken };
}
