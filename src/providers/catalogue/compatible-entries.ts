import { firstSet } from "./environment-variables.ts";
import { openAiCompatible } from "../openai/compatible.ts";
import type { CompatibleSettings } from "../openai/compatible.ts";
import type { ProviderEntry, ProviderSettings } from "./provider-entry.ts";

/** Its models tell what they cost on this version and all later ones. */
const AZURE_VERSION = "2024-10-21";

interface Imitator {
  readonly server: CompatibleSettings["server"];
  readonly id: string;
  readonly label: string;
  /** How the names of its variables begin. */
  readonly prefix: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly needsKey?: boolean;
}

const IMITATORS: readonly Imitator[] = [
  {
    server: "mistral",
    id: "openai-compatible-mistral",
    label: "Mistral",
    prefix: "MISTRAL",
    baseUrl: "https://api.mistral.ai/v1",
    model: "mistral-small-latest",
    needsKey: true,
  },
  {
    server: "deepseek",
    id: "openai-compatible-deepseek",
    label: "DeepSeek",
    prefix: "DEEPSEEK",
    baseUrl: "https://api.deepseek.com",
    model: "deepseek-chat",
    needsKey: true,
  },
  {
    server: "generic",
    id: "openai-compatible",
    label: "Any server with OpenAI's chat wire",
    prefix: "OPENAI_COMPATIBLE",
  },
  {
    server: "vllm",
    id: "openai-compatible-vllm",
    label: "vLLM",
    prefix: "VLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
  },
  {
    server: "llama.cpp",
    id: "openai-compatible-llama.cpp",
    label: "llama.cpp",
    prefix: "LLAMA_CPP",
    baseUrl: "http://127.0.0.1:8080/v1",
  },
  {
    server: "lm-studio",
    id: "openai-compatible-lm-studio",
    label: "LM Studio",
    prefix: "LM_STUDIO",
    baseUrl: "http://127.0.0.1:1234/v1",
  },
];

type Parts = Omit<ProviderEntry, "capabilities" | "addressOf">;

/** Azure, and the servers that imitate OpenAI's chat completions. */
export const compatibleEntries: readonly Parts[] = [azureEntry(), ...IMITATORS.map(imitatorEntry)];

function imitatorEntry({ server, id, label, prefix, ...rest }: Imitator): Parts {
  return {
    id,
    label,
    variables: {
      key: [`${prefix}_API_KEY`],
      baseUrl: [`${prefix}_BASE_URL`],
      model: [`${prefix}_MODEL`],
      signs: [],
    },
    needsKey: rest.needsKey ?? false,
    baseUrl: rest.baseUrl,
    model: rest.model,
    decodes: ["own", "sdk"],
    create: ({ baseUrl = "", ...settings }: ProviderSettings) =>
      openAiCompatible({ ...settings, baseUrl, server }),
  };
}

function azureEntry(): Parts {
  return {
    id: "openai-compatible-azure",
    label: "OpenAI at Azure",
    variables: {
      key: ["AZURE_OPENAI_API_KEY"],
      baseUrl: ["AZURE_OPENAI_ENDPOINT"],
      model: ["AZURE_OPENAI_DEPLOYMENT"],
      signs: [],
    },
    needsKey: true,
    baseUrl: undefined,
    model: undefined,
    decodes: ["own", "sdk"],
    create: ({ environment = {}, baseUrl = "", apiKey = "", ...settings }: ProviderSettings) =>
      openAiCompatible({
        ...settings,
        baseUrl,
        apiKey,
        server: "azure",
        apiVersion: firstSet(["OPENAI_API_VERSION"], environment)?.value ?? AZURE_VERSION,
      }),
  };
}
