import { firstSet } from "./environment-variables.ts";
import { openAiCompatible } from "../openai/compatible.ts";
import type { CompatibleSettings } from "../openai/compatible.ts";
import type { ProviderEntry, ProviderSettings } from "./provider-entry.ts";

/** Usage is reported since this version. */
const AZURE_VERSION = "2024-10-21";

interface CompatibleApi {
  readonly server: CompatibleSettings["server"];
  readonly label: string;
  /** The start of its variables' names. */
  readonly prefix: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly needsKey?: boolean;
}

const COMPATIBLE_APIS: readonly CompatibleApi[] = [
  {
    server: "mistral",
    label: "Mistral",
    prefix: "MISTRAL",
    baseUrl: "https://api.mistral.ai/v1",
    model: "mistral-small-latest",
    needsKey: true,
  },
  {
    server: "deepseek",
    label: "DeepSeek",
    prefix: "DEEPSEEK",
    baseUrl: "https://api.deepseek.com",
    model: "deepseek-chat",
    needsKey: true,
  },
  {
    server: "generic",
    label: "Any server compatible with OpenAI's chat API",
    prefix: "OPENAI_COMPATIBLE",
  },
  {
    server: "vllm",
    label: "vLLM",
    prefix: "VLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
  },
  {
    server: "llama.cpp",
    label: "llama.cpp",
    prefix: "LLAMA_CPP",
    baseUrl: "http://127.0.0.1:8080/v1",
  },
  {
    server: "lm-studio",
    label: "LM Studio",
    prefix: "LM_STUDIO",
    baseUrl: "http://127.0.0.1:1234/v1",
  },
];

type Parts = Omit<ProviderEntry, "capabilities" | "normalizeUrl">;

/** Azure, and the servers compatible with OpenAI's chat completions. */
export const compatibleEntries: readonly Parts[] = [
  azureEntry(),
  ...COMPATIBLE_APIS.map(compatibleEntry),
];

function compatibleEntry({ server, label, prefix, ...rest }: CompatibleApi): Parts {
  const id = server === "generic" ? "openai-compatible" : `openai-compatible-${server}`;
  return {
    id,
    name: server === "generic" ? id : server,
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
    name: "azure",
    label: "OpenAI on Azure",
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
