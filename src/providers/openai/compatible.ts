import OpenAI, { AzureOpenAI } from "openai";

import { definedOnly } from "../../wire/index.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import type { SdkClients } from "../http/sdk-clients.ts";
import type { Provider } from "../provider.ts";
import { chatProvider } from "./chat.ts";
import { clientsAt } from "./client.ts";
import { type CompatibleServer, SERVER_TRAITS, type ServerTraits } from "./server-traits.ts";

/** Settings of {@link openAiCompatible}. */
export type OpenAiCompatibleSettings = CompatibleSettings | AzureSettings;

/** A server that is compatible with OpenAI's chat completions. */
export interface CompatibleSettings extends Pick<SdkSettings, "decode" | "fetch"> {
  readonly server: Exclude<CompatibleServer, "azure">;
  /** The API's base URL; for most servers it ends with `/v1`. */
  readonly baseUrl: string;
  /** Omit it for servers without authentication: then no `authorization` header is sent. */
  readonly apiKey?: string | undefined;
  /** Traits in which this server differs from the table. */
  readonly traits?: Partial<ServerTraits> | undefined;
}

/** OpenAI's models on Azure, at paths that contain a deployment and a version. */
export interface AzureSettings extends Pick<SdkSettings, "decode" | "fetch"> {
  readonly server: "azure";
  /** The resource's endpoint, such as `https://my-resource.openai.azure.com`. */
  readonly baseUrl: string;
  /** Sent in the header `api-key`. */
  readonly apiKey: string;
  /** Such as `2024-10-21`; streams report their usage since `2024-09-01-preview`. */
  readonly apiVersion: string;
  /**
   * The name of the deployment.
   *
   * @defaultValue The request's model.
   */
  readonly deployment?: string | undefined;
  /** Traits in which this version differs from the table: before `2024-09-01-preview`, `usage: "never"`. */
  readonly traits?: Partial<ServerTraits> | undefined;
}

/**
 * Chat completions of a server that is compatible with OpenAI's.
 *
 * The answers of all servers are decoded alike. Their requests differ:
 *
 * | server      | output limit            | answer prefix            | reasoning              | seed          | one tool | arguments | images | usage       |
 * | ----------- | ----------------------- | ------------------------ | ---------------------- | ------------- | -------- | --------- | ------ | ----------- |
 * | `generic`   | `max_tokens`            | cannot be continued      | `reasoning_effort`     | `seed`        | by name  | deltas    | yes    | on request  |
 * | `vllm`      | `max_tokens`            | `continue_final_message` | `chat_template_kwargs` | `seed`        | by name  | deltas    | yes    | on request  |
 * | `llama.cpp` | `max_tokens`            | as the last message      | `chat_template_kwargs` | `seed`        | by offer | deltas    | yes    | on request  |
 * | `lm-studio` | `max_tokens`            | cannot be continued      | `reasoning_effort`     | `seed`        | by offer | deltas    | yes    | on request  |
 * | `ollama`    | `max_tokens`            | cannot be continued      | `reasoning_effort`     | `seed`        | by offer | whole     | yes    | on request  |
 * | `mistral`   | `max_tokens`            | `prefix`                 | not supported          | `random_seed` | by name  | whole     | yes    | always      |
 * | `deepseek`  | `max_tokens`            | `prefix`                 | `thinking`             | none          | by name  | deltas    | no     | on request  |
 * | `azure`     | `max_completion_tokens` | cannot be continued      | `reasoning_effort`     | `seed`        | by name  | deltas    | yes    | on request  |
 *
 * If the last message is the assistant's, it is the prefix of the answer. For llama.cpp and vLLM, such a request
 * switches reasoning off, because the reasoning came before the prefix. DeepSeek continues a prefix only at
 * `https://api.deepseek.com/beta`. "By offer" means that the server accepts only strings as `tool_choice`: to choose a
 * tool, the request offers only this one and requires a call. If a column is wrong for your version of a server, set
 * `traits`.
 *
 * Azure has no list of deployments, so there is no `listModels`. Its newer paths, which end with `/openai/v1`, need
 * neither version nor deployment: use them with {@link openAiChat}.
 *
 * @throws {TypeError} When the server is not in the table, the base URL is not an http(s) URL, a key is
 * empty, or Azure's version is missing.
 *
 * @see {@link https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html} for vLLM's fields;
 * llama.cpp's are in `tools/server/README.md`, Ollama's in `docs/api/openai-compatibility.mdx`.
 *
 * @example
 * ```ts
 * const local = openAiCompatible({ server: "vllm", baseUrl: "http://127.0.0.1:8000/v1" });
 * local.id; // "openai-compatible-vllm"
 * local.capabilities.resume; // "prefill"
 * ```
 */
export function openAiCompatible(settings: OpenAiCompatibleSettings): Provider {
  requireCompatible(settings);
  const { server, decode } = settings;
  const parts = { id: `openai-compatible-${server}`, traits: traitsOf(settings), decode };
  if (server !== "azure") return chatProvider(compatibleClients(settings), parts);
  const { listModels: _, ...provider } = chatProvider(azureClients(settings), parts);
  return provider;
}

function traitsOf({ server, baseUrl, traits = {} }: OpenAiCompatibleSettings): ServerTraits {
  const defaults = SERVER_TRAITS[server];
  const isStable = server === "deepseek" && !/\/beta\/?$/u.test(baseUrl);
  const prefill = isStable ? "none" : defaults.prefill;
  return { ...defaults, prefill, ...definedOnly(traits) };
}

/** The SDK would read the names of an OpenAI account from the environment, and send them to other servers. */
const NO_ACCOUNT = { organization: null, project: null };

function compatibleClients(settings: CompatibleSettings): SdkClients<OpenAI> {
  const { baseUrl, apiKey, fetch } = settings;
  const access = { baseUrl, apiKey, fetch };
  return clientsAt(access, (options) => new OpenAI({ ...options, ...NO_ACCOUNT }));
}

function azureClients(settings: AzureSettings): SdkClients<OpenAI> {
  const { apiKey, apiVersion, deployment, fetch } = settings;
  const baseUrl = settings.baseUrl.replace(/(?:\/openai)?\/*$/u, "/openai");
  return clientsAt(
    { baseUrl, apiKey, fetch },
    (options) => new AzureOpenAI({ ...options, ...NO_ACCOUNT, apiVersion, deployment }),
  );
}

function requireCompatible(settings: OpenAiCompatibleSettings): void {
  const { server, baseUrl, apiKey } = settings;
  if (!Object.hasOwn(SERVER_TRAITS, server)) {
    const servers = Object.keys(SERVER_TRAITS).join(", ");
    throw new TypeError(
      `Cannot call the server as server must be one of ${servers}: current value is "${server}"`,
    );
  }
  requireHttpUrl(baseUrl);
  if (server === "azure") requireAzure(settings);
  else if (apiKey === "") {
    throw new TypeError(
      "Cannot call the server as apiKey must not be empty: omit it for servers without authentication",
    );
  }
}

function requireAzure({ apiKey, apiVersion }: Partial<AzureSettings>): void {
  requireKey(apiKey ?? "", "AZURE_OPENAI_API_KEY");
  if (apiVersion) return;
  throw new TypeError(
    `Cannot call Azure as apiVersion must be a version such as 2024-10-21: current value is "${apiVersion}"`,
  );
}
