import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
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

/** @throws {TypeError} When a setting is not valid. */
export function requireCompatible(settings: OpenAiCompatibleSettings): void {
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
