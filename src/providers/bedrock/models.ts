import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import { loadOnce } from "../http/load-once.ts";
import { optionalPackage } from "../http/optional-package.ts";
import { requestJson } from "../http/request-json.ts";
import type { Attempt } from "../provider.ts";
import { type BedrockMakers, bedrockModelList } from "./model-list.ts";
import type { BedrockSettings } from "./settings.ts";
import {
  bedrockClientOptions,
  SENDING,
  sendingStep,
  type SendSigned,
  signedRequest,
} from "./signed-request.ts";

/** Asks Bedrock's control plane which models and profiles there are, and gives those that answer. */
export function bedrockModels(settings: BedrockSettings, makers: BedrockMakers) {
  const signer = loadOnce(() => bedrockListSigner(settings));

  return async (attempt: Attempt): Promise<readonly string[]> => {
    const lists = await signer();

    function read(sign: (send: SendSigned) => Promise<void>): Promise<unknown> {
      attempt.signal.throwIfAborted();
      const { endpoint, send } = signedRequest(attempt, settings, sign);
      return requestJson(attempt, endpoint, send);
    }

    const models = await read(lists.models);
    const profiles = await allPages(async (nextToken) => {
      const page = await read((send) => lists.profiles(nextToken, send));
      return {
        entries: asList(dig(page, "inferenceProfileSummaries")),
        next: asText(dig(page, "nextToken")),
      };
    });
    return bedrockModelList(asList(dig(models, "modelSummaries")), profiles, makers);
  };
}

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

/** The runtime's addresses at AWS, of all its partitions, with FIPS and without. */
const RUNTIME =
  /^bedrock-runtime(?=(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws|api\.aws|api\.amazonwebservices)(?:\.|$))/u;

/** An endpoint of the runtime inside a network of the user's own. The control plane's has a name of its own. */
const INTERFACE = /\.bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.vpce\./u;

/**
 * Where Bedrock's control plane is, which lists models, for somebody who asks the runtime at `baseUrl`: AWS has
 * an address for each, and whoever stands in for AWS, such as a proxy or the simulator, has one for both.
 *
 * @returns `undefined` where it is the region's own address.
 */
export function bedrockControlUrl(baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) return undefined;
  const url = new URL(baseUrl);
  if (INTERFACE.test(url.hostname)) return undefined;
  if (!RUNTIME.test(url.hostname)) return baseUrl;
  url.hostname = url.hostname.replace(RUNTIME, "bedrock");
  return url.href;
}
