import type { AwsCredentials, BedrockSettings } from "../bedrock/settings.ts";
import { type EnvironmentVariables, firstSet, type ProviderSettings } from "./provider-entry.ts";

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
