import type { AwsCredentials, BedrockSettings } from "../bedrock/settings.ts";
import { type EnvironmentVariables, firstSet } from "./environment-variables.ts";
import type { ProviderSettings } from "./provider-entry.ts";

/**
 * Bedrock's settings as AWS's own tools take them from variables: region, profile, and a key of Bedrock's own
 * before an access key. Where there is none of them, AWS's SDK goes on looking.
 */
export function bedrockFromEnvironment(settings: ProviderSettings): BedrockSettings {
  const { apiKey, baseUrl, fetch, environment = {} } = settings;
  const region = firstSet(["AWS_REGION", "AWS_DEFAULT_REGION"], environment)?.value;
  const profile = firstSet(["AWS_PROFILE"], environment)?.value;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(apiKey === undefined ? credentialsIn(environment) : { apiKey }),
  };
}

function credentialsIn(environment: EnvironmentVariables): { credentials?: AwsCredentials } {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
  ].map((name) => firstSet([name], environment)?.value);
  if (accessKeyId === undefined || secretAccessKey === undefined) return {};
  return {
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}
