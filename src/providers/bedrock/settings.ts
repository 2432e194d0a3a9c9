import { type HttpSettings, requireHttpUrl } from "../http/http-settings.ts";

/** Which of AWS's regions to ask, and as whom. Where nothing is given, AWS's SDK looks for itself. */
export interface BedrockSettings extends HttpSettings {
  /**
   * The service's own address in a region, or that of a proxy. It is the one where answers are asked for; models
   * are listed at another of AWS's, which is taken from this one, or from the region where this is an interface
   * endpoint (`vpce-…`). Whoever is not AWS, such as a proxy or the simulator, is asked for both here.
   *
   * @defaultValue The region's.
   */
  readonly baseUrl?: string;
  /**
   * Such as `eu-central-1`.
   *
   * @defaultValue `AWS_REGION`, else the profile's.
   */
  readonly region?: string;
  /** What signs the requests. @defaultValue What the SDK finds: environment, profile, role, … */
  readonly credentials?: AwsCredentials;
  /** A profile in AWS's files on this machine. @defaultValue `AWS_PROFILE`, else `default`. */
  readonly profile?: string;
  /** A key of Bedrock's own, in place of a signature. @defaultValue `AWS_BEARER_TOKEN_BEDROCK` */
  readonly apiKey?: string;
  /**
   * Whether the models that are asked go on with the beginning of their own answer: Anthropic's up to 4.5 do,
   * their later ones refuse it. It is what the provider's `capabilities` say of `resume`.
   *
   * @defaultValue `false`
   */
  readonly prefill?: boolean;
}

/** An access key of AWS's. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For keys that are lent for a time. */
  readonly sessionToken?: string;
}

/** @throws {TypeError} When something that is given is empty, or the base URL is not an http(s) URL. */
export function requireBedrockSettings(settings: BedrockSettings): void {
  const { baseUrl, region, profile, apiKey, credentials } = settings;
  if (baseUrl !== undefined) requireHttpUrl(baseUrl);
  const texts = { region, profile, apiKey, ...credentials };
  for (const [name, text] of Object.entries(texts)) {
    if (text !== "") continue;
    throw new TypeError(
      `Cannot call Bedrock as ${name} must not be empty: leave it out, or set it`,
    );
  }
  if (apiKey === undefined || credentials === undefined) return;
  throw new TypeError("Cannot call Bedrock as it takes an apiKey or credentials: both are given");
}

/** What must not be repeated of the settings. */
export function secretsOf({ apiKey = "", credentials }: BedrockSettings): string[] {
  return [apiKey, credentials?.secretAccessKey ?? "", credentials?.sessionToken ?? ""];
}
