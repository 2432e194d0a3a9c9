import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { type CompatibleServer, SERVER_TRAITS, type ServerTraits } from "./server-traits.ts";

/** Which server to ask, and how. */
export type OpenAiCompatibleSettings = CompatibleSettings | AzureSettings;

/** A server that imitates OpenAI's chat completions. */
export interface CompatibleSettings extends Pick<SdkSettings, "decode" | "fetch"> {
  readonly server: Exclude<CompatibleServer, "azure">;
  /** Where the API begins; for most servers it ends with `/v1`. */
  readonly baseUrl: string;
  /** Left out for servers without authentication: then no `authorization` header is sent. */
  readonly apiKey?: string;
  /** What this server does otherwise than the table says. */
  readonly traits?: Partial<ServerTraits>;
}

/** OpenAI's models at Azure, by the paths that have a deployment and a version in them. */
export interface AzureSettings extends Pick<SdkSettings, "decode" | "fetch"> {
  readonly server: "azure";
  /** The resource's endpoint, such as `https://my-resource.openai.azure.com`. */
  readonly baseUrl: string;
  /** Goes into the header `api-key`. */
  readonly apiKey: string;
  /** Such as `2024-10-21`; streams tell what they cost from `2024-09-01-preview` on. */
  readonly apiVersion: string;
  /**
   * The name of the deployment.
   *
   * @defaultValue The request's model.
   */
  readonly deployment?: string;
  /** What this version does otherwise than the table says: before `2024-09-01-preview`, `usage: "never"`. */
  readonly traits?: Partial<ServerTraits>;
}

/** @throws {TypeError} Says the first thing that is wrong with them. */
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
      "Cannot call the server as apiKey must not be empty: leave it out where none is wanted",
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
