import { type CompatibleSettings, openAiCompatible } from "../openai/compatible.ts";
import { firstSet, type ProviderEntry, providerEntry, variablesOf } from "./provider-entry.ts";

/** Usage is reported since this version. */
const AZURE_VERSION = "2024-10-21";

/** Azure, and the servers compatible with OpenAI's chat completions. */
export const compatibleEntries: readonly ProviderEntry[] = [
  providerEntry({
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
    create: ({ environment = {}, baseUrl = "", apiKey = "", ...settings }) => {
      const apiVersion = firstSet(["OPENAI_API_VERSION"], environment)?.value ?? AZURE_VERSION;
      return openAiCompatible({ ...settings, baseUrl, apiKey, server: "azure", apiVersion });
    },
  }),
  compatible("mistral", "Mistral", {
    baseUrl: "https://api.mistral.ai/v1",
    model: "mistral-small-latest",
    needsKey: true,
  }),
  compatible("deepseek", "DeepSeek", {
    baseUrl: "https://api.deepseek.com",
    model: "deepseek-chat",
    needsKey: true,
  }),
  compatible("generic", "Any server compatible with OpenAI's chat API"),
  compatible("vllm", "vLLM", { baseUrl: "http://127.0.0.1:8000/v1" }),
  compatible("llama.cpp", "llama.cpp", { baseUrl: "http://127.0.0.1:8080/v1" }),
  compatible("lm-studio", "LM Studio", { baseUrl: "http://127.0.0.1:1234/v1" }),
];

/** The entry of a server, whose variables are named like it: `LLAMA_CPP_BASE_URL`. */
function compatible(
  server: CompatibleSettings["server"],
  label: string,
  defaults: Partial<Pick<ProviderEntry, "baseUrl" | "model" | "needsKey">> = {},
): ProviderEntry {
  const name = server === "generic" ? "openai-compatible" : server;
  return providerEntry({
    ...defaults,
    id: server === "generic" ? name : `openai-compatible-${server}`,
    name,
    label,
    variables: variablesOf(name.toUpperCase().replaceAll(/[.-]/gu, "_")),
    create: ({ baseUrl = "", ...settings }) => openAiCompatible({ ...settings, baseUrl, server }),
  });
}
