import { bedrockClientOptions, SENDING, sendingStep, type SendSigned } from "./client.ts";
import { bedrockControlUrl } from "./control-url.ts";
import type { BedrockSettings } from "./settings.ts";
import { optionalPackage } from "../http/optional-package.ts";

/**
 * Builds and signs the request for a page of one of Bedrock's lists, and has it sent.
 *
 * @throws {Error} Where there are no credentials or no region; and what `send` throws.
 */
export interface BedrockListSigner {
  models(send: SendSigned): Promise<void>;
  /** @param nextToken `undefined` for the first page. */
  profiles(nextToken: string | undefined, send: SendSigned): Promise<void>;
}

/** As many as AWS gives at once. */
const MOST_RESULTS = 1_000;

/**
 * The client of Bedrock's control plane out of AWS's SDK, which is loaded only here.
 *
 * @throws {StreamError} `unexpected`, with what to install, when the SDK is not there.
 */
export async function bedrockListSigner(settings: BedrockSettings): Promise<BedrockListSigner> {
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock",
    () => import("@aws-sdk/client-bedrock"),
  );
  const endpoint = bedrockControlUrl(settings.baseUrl);
  const client = new sdk.BedrockClient(bedrockClientOptions(settings, endpoint));

  function stepsTo(send: SendSigned) {
    const steps = client.middlewareStack.clone();
    steps.add(sendingStep(send, { $metadata: {} }), SENDING);
    return steps;
  }

  return {
    async models(send) {
      const command = new sdk.ListFoundationModelsCommand();
      await command.resolveMiddleware(stepsTo(send), client.config, {})({ input: command.input });
    },

    async profiles(nextToken, send) {
      const command = new sdk.ListInferenceProfilesCommand({ maxResults: MOST_RESULTS, nextToken });
      await command.resolveMiddleware(stepsTo(send), client.config, {})({ input: command.input });
    },
  };
}
