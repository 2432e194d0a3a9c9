import { type HttpSettings, requireHttpUrl } from "../http/http-settings.ts";

/** Region and credentials. AWS's SDK finds those that are not set. */
export interface BedrockSettings extends HttpSettings {
  /**
   * The URL of Bedrock's runtime, or of a proxy. AWS lists models at another URL, which is derived from this one, or
   * from the region for an interface endpoint (`vpce-…`). Servers outside AWS, such as a proxy or the simulator, are
   * used for both.
   *
   * @defaultValue The region's URL.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Such as `eu-central-1`.
   *
   * @defaultValue `AWS_REGION`, else the profile's.
   */
  readonly region?: string | undefined;
  /** Keys that sign the requests. @defaultValue Those that the SDK finds: environment, profile, role, … */
  readonly credentials?: AwsCredentials | undefined;
  /** A profile in AWS's files on this machine. @defaultValue `AWS_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
  /** A Bedrock API key, instead of a signature. @defaultValue `AWS_BEARER_TOKEN_BEDROCK` */
  readonly apiKey?: string | undefined;
  /**
   * Whether the models continue an answer whose beginning they get: Anthropic's up to 4.5 do, later ones refuse it.
   * Decides `capabilities.resume`.
   *
   * @defaultValue `false`
   */
  readonly prefill?: boolean | undefined;
}

/** An AWS access key. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For temporary keys. */
  readonly sessionToken?: string | undefined;
}

export function requireSettings(settings: BedrockSettings): void {
  const { baseUrl, region, profile, apiKey, credentials } = settings;
  if (baseUrl !== undefined) requireHttpUrl(baseUrl);
  const strings = { region, profile, apiKey, ...credentials };
  for (const [name, value] of Object.entries(strings)) {
    if (value !== "") continue;
    throw new TypeError(`Cannot call Bedrock as ${name} must not be empty: omit it, or set it`);
  }
  if (apiKey === undefined || credentials === undefined) return;
  throw new TypeError(
    "Cannot call Bedrock as only one of apiKey and credentials can be used: both are set",
  );
}

export function secretsOf({ apiKey = "", credentials }: BedrockSettings): string[] {
  return [apiKey, credentials?.secretAccessKey ?? "", credentials?.sessionToken ?? ""];
}
